/**
 * The starter, in perl. It reads requests, a line each (fields with tabs between, percent-encoded), and tells of numbered
 * processes: `running ID PID` when it was executed or `failed ID ERRNO SYSCALL PATH`, and before that `started ID PID` where
 * something else comes first; `output ID STREAM LENGTH` and that many bytes; `closed ID STREAM`; `ended ID CODE SIGNAL` after
 * all that had been written by then.
 * A child goes where it belongs before it is executed, and into its cgroup last: in a frozen one nothing more happens.
 */
export const starterScript = String.raw`
use strict;
use POSIX ();
$0 = 'unboxed-enter';
my ($answers, $requests) = ('', '');
my (%starting, %output, %input, %ids, %forgotten);
pipe(my $woken, my $wake) or die;
nonblocking($_) for $woken, $wake;
# Perl lets a signal interrupt a call that waits: every one of those has to be made again.
$SIG{CHLD} = sub { syswrite $wake, '.' };
$SIG{PIPE} = 'IGNORE';

sub nonblocking { fcntl($_[0], POSIX::F_SETFL, POSIX::O_NONBLOCK) }
sub answer { $answers .= join("\t", map { s/[^ -~]|%/sprintf '%%%02X', ord $&/ger } @_) . "\n" }

sub start {
  my ($id, $cwd, $cgroup, $open, $target, $namespaces, $file, $count, @rest) = @_;
  my @argv = splice @rest, 0, $count;
  pipe(my $progress, my $report);
  pipe(my $out, my $their_out);
  pipe(my $err, my $their_err);
  pipe(my $their_in, my $in) if $open;
  my $pid = fork;
  return answer('failed', $id, $! + 0, 'fork', '') unless defined $pid;
  if ($pid) {
    $ids{$pid} = $id;
    $starting{fileno $progress} = [$id, $progress, '', $pid, 0];
    $output{fileno $out} = [$id, 1, $out];
    $output{fileno $err} = [$id, 2, $err];
    $input{$id} = [$in, '', 0] if $open;
    nonblocking($_) for $out, $err, $open ? $in : ();
    return;
  }
  my $fail = sub { syswrite $report, join "\t", $! + 0, @_; POSIX::_exit(127) };
  my $write = sub { open(my $to, '+<', $_[0]) or return; syswrite $to, '0' };
  $SIG{CHLD} = $SIG{PIPE} = 'DEFAULT';
  POSIX::setsid();
  open(STDIN, '<', '/dev/null') unless $open;
  POSIX::dup2(fileno $their_in, 0) if $open;
  POSIX::dup2(fileno $their_out, 1);
  POSIX::dup2(fileno $their_err, 2);
  $write->('/proc/self/oom_score_adj');
  enter($fail, $target, split /,/, $namespaces) if $target;
  chdir $cwd or $fail->('chdir', $cwd);
  if ($cgroup ne '') { $write->($cgroup) or $fail->('write', $cgroup) }
  if ($file ne '') { copy($fail, $file); POSIX::_exit(0) }
  %ENV = @rest;
  no warnings;
  exec { $argv[0] } @argv or $fail->('execve', $argv[0]);
}

# What nsenter(1) does. Every file is opened before the first is entered: afterwards /proc may be another.
sub enter {
  my ($fail, $pid, $call, @names) = @_;
  my @files = map { open(my $file, '<', "/proc/$pid/ns/$_") or $fail->('open', "/proc/$pid/ns/$_"); $file } @names;
  for (@files) { syscall($call + 0, fileno $_, 0) == 0 or $fail->('setns', "/proc/$pid/ns") }
  return unless grep { $_ eq 'pid' } @names;
  my $child = fork;
  defined $child or $fail->('fork', '');
  return unless $child;
  waitpid $child, 0;
  POSIX::_exit($? & 127 ? 128 + ($? & 127) : $? >> 8);
}

sub copy {
  my ($fail, $path) = @_;
  -f $path or $! or $! = POSIX::EINVAL;
  -f _ or $fail->('open', $path);
  sysopen(my $file, $path, POSIX::O_RDONLY | POSIX::O_NONBLOCK) or $fail->('open', $path);
  while (1) {
    my $count = sysread $file, my $bytes, 262144;
    defined $count or $fail->('read', $path);
    $count or last;
    syswrite STDOUT, $bytes;
  }
}

sub progress {
  my ($id, $from, $heard, $pid) = @{$starting{$_[0]}};
  my $count = sysread $from, my $text, 4096;
  if ($count) { $starting{$_[0]}[2] .= $text; return }
  (delete $starting{$_[0]})->[4] = 1;
  $heard eq '' ? answer('running', $id, $pid) : answer('failed', $id, split /\t/, $heard, -1);
}

sub pass {
  my ($id, $stream, $from) = @{$output{$_[0]}};
  my $count = sysread $from, my $bytes, 65536;
  return 0 unless defined $count;
  if ($count == 0) { delete $output{$_[0]}; answer('closed', $id, $stream); return 0 }
  return 1 if $forgotten{$id};
  answer('output', $id, $stream, $count);
  $answers .= $bytes;
  flush_answers() if length $answers > 262144;
  return 1;
}

sub reap {
  while ((my $pid = waitpid(-1, POSIX::WNOHANG)) > 0) {
    my ($status, $id) = ($?, delete $ids{$pid});
    for my $file (grep { $starting{$_}[0] eq $id } keys %starting) { progress($file) while $starting{$file} }
    for my $file (grep { $output{$_}[0] eq $id } keys %output) {
      for (1 .. 32) { pass($file) or last }
    }
    delete $input{$id};
    answer('ended', $id, $status >> 8, $status & 127);
  }
}

sub type { my ($id, $text, $last) = @_; my $to = $input{$id} or return; $to->[1] .= $text; $to->[2] ||= $last; feed($id) }

sub feed {
  my $id = $_[0];
  my $to = $input{$id};
  while (length $to->[1]) {
    my $count = syswrite $to->[0], $to->[1];
    if (!defined $count) { last if $! == POSIX::EAGAIN; $to->[1] = ''; last }
    substr($to->[1], 0, $count, '');
  }
  delete $input{$id} if $to->[2] && $to->[1] eq '';
}

# random(4): what is only written to /dev/urandom is not used for up to a minute. RNDADDENTROPY counts it, RNDRESEEDCRNG
# makes a new key of it at once.
sub renew {
  my ($id, $seconds, $nanoseconds, $entropy, $clock_settime) = @_;
  my $bytes = pack 'H*', $entropy;
  open(my $random, '+<', '/dev/urandom') or return answer('failed', $id, $! + 0, 'open', '/dev/urandom');
  ioctl($random, 0x40085203, pack('ii', 8 * length $bytes, length $bytes) . $bytes)
    or return answer('failed', $id, $! + 0, 'ioctl', '/dev/urandom');
  ioctl($random, 0x5207, 0) or return answer('failed', $id, $! + 0, 'ioctl', '/dev/urandom');
  syscall($clock_settime + 0, 0, pack('qq', $seconds, $nanoseconds)) == 0
    or return answer('failed', $id, $! + 0, 'clock_settime', '');
  answer('running', $id, $$);
}

sub flush_answers {
  while (length $answers) {
    my $count = syswrite STDOUT, $answers;
    if (!defined $count) { next if $! == POSIX::EINTR; exit }
    substr($answers, 0, $count, '');
  }
}

my %do = (start => \&start, type => \&type, renew => \&renew, ping => sub { answer('running', $_[0], $$) }, forget => sub { $forgotten{$_[0]} = 1 });
while (1) {
  flush_answers();
  my ($readable, $writable) = ('', '');
  vec($readable, $_, 1) = 1 for 0, fileno $woken, keys %starting, keys %output;
  vec($writable, fileno $input{$_}[0], 1) = 1 for grep { length $input{$_}[1] } keys %input;
  my @untold = grep { !$_->[4] } values %starting;
  next if select($readable, $writable, undef, @untold ? 0.1 : undef) < 0;
  for (keys %starting) { progress($_) if vec($readable, $_, 1) }
  for (grep { !$_->[4] } @untold) { answer('started', @$_[0, 3]); $_->[4] = 1 }
  for (keys %output) { pass($_) if vec($readable, $_, 1) }
  for (keys %input) { feed($_) if length $input{$_}[1] }
  if (vec($readable, fileno $woken, 1)) { sysread $woken, my $signals, 4096; reap() }
  next unless vec($readable, 0, 1);
  my $count = sysread STDIN, $requests, 65536, length $requests;
  next if !defined $count && $! == POSIX::EINTR;
  exit unless $count;
  while ($requests =~ s/^([^\n]*)\n//) {
    my ($do, @fields) = map { s/%(..)/chr hex $1/ger } split /\t/, $1, -1;
    $do{$do}->(@fields);
  }
}
`
