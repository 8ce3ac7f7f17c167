import { restoreScript } from './census/restore-script.ts'
import { surveyScript } from './census/survey-script.ts'
import { inventoryScript } from './inventory/inventory-script.ts'
import { lookScript } from './look-script.ts'

/**
 * The starter, in Perl. It reads one request per line (tab-separated, percent-encoded fields), and reports on numbered processes:
 * - `running ID PID` after execve(2), or `failed ID ERRNO SYSCALL PATH`; before that, `started ID PID` if execve(2) takes a while
 * - `output ID STREAM LENGTH LINES`, followed by that many bytes
 * - `closed ID STREAM`
 * - `ended ID CODE SIGNAL`, after all output written until then
 * Arguments: the PID of the host, a process whose namespaces are the machine's, or an empty text if the starter's own are; the numbers
 * of setns(2), statfs(2), llistxattr(2) and lgetxattr(2).
 * A child sets up its environment before execve(2) and enters its cgroup last, since it stops there if that is frozen.
 */
export const starterScript = String.raw`
use strict;
use POSIX ();
$0 = 'unboxed-enter';
my ($answers, $requests) = ('', '');
my (%starting, %output, %input, %ids, %forgotten);
pipe(my $woken, my $wake) or die;
nonblocking($_) for $woken, $wake;
# In Perl, a signal interrupts blocking calls, so each of them is retried.
$SIG{CHLD} = sub { syswrite $wake, '.' };
$SIG{PIPE} = 'IGNORE';

sub nonblocking { fcntl($_[0], POSIX::F_SETFL, POSIX::O_NONBLOCK) }
sub answer { $answers .= join("\t", map { s/[^ -~]|%/sprintf '%%%02X', ord $&/ger } @_) . "\n" }

my ($host, $setns, $statfs, $llistxattr, $lgetxattr) = @ARGV;
my @labs = $host ? map { opened($_) } "/proc/$host/ns/mnt", "/proc/$host/root" : ();

sub opened { sysopen(my $file, $_[0], POSIX::O_RDONLY) or die "$_[0]: $!"; return $file }

sub start {
  my ($id, $cwd, $cgroup, $input, $labs, $prctl, $target, $namespaces, $count, @rest) = @_;
  my @argv = splice @rest, 0, $count;
  launch($id, $input, $labs, $prctl, sub {
    my ($fail) = @_;
    write_zero('/proc/self/oom_score_adj');
    my $procs;
    $cgroup eq '' or open($procs, '+<', $cgroup) or $fail->('write', $cgroup);
    if ($labs && @labs) { enter_mounts(@labs) or $fail->('setns', "/proc/$host/ns/mnt") }
    if ($target) { enter($target, split /,/, $namespaces) or $fail->('setns', "/proc/$target/ns") }
    chdir $cwd or $fail->('chdir', $cwd);
    $input or open(STDIN, '<', '/dev/null') or $fail->('open', '/dev/null');
    !$procs or syswrite $procs, '0' or $fail->('write', $cgroup);
    %ENV = @rest;
    no warnings;
    exec { $argv[0] } @argv or $fail->('execve', $argv[0]);
  });
}

# Root can open a pipe by its name in /proc, but not a socket; "echo no > /dev/stderr" does that.
sub joined {
  my ($by_name) = @_;
  my ($from, $to);
  $by_name ? pipe($from, $to) : socketpair($from, $to, 1, 1, 0); # AF_UNIX, SOCK_STREAM
  return ($from, $to);
}

sub launch {
  my ($id, $input, $labs, $prctl, $child) = @_;
  my ($progress, $report) = joined(0);
  my ($out, $their_out) = joined($labs);
  my ($err, $their_err) = joined($labs);
  pipe(my $their_in, my $in) if $input;
  my $pid = fork;
  return answer('failed', $id, $! + 0, 'fork', '') unless defined $pid;
  if ($pid) {
    $ids{$pid} = $id;
    $starting{fileno $progress} = [$id, $progress, '', $pid, 0];
    $output{fileno $out} = [$id, 1, $out, fileno $err];
    $output{fileno $err} = [$id, 2, $err];
    $input{$id} = [$in, '', 0] if $input;
    nonblocking($_) for $out, $err, $input ? $in : ();
    return;
  }
  $SIG{CHLD} = $SIG{PIPE} = 'DEFAULT';
  POSIX::setsid();
  my $fail = sub { syswrite $report, join "\t", $! + 0, @_; POSIX::_exit(127) };
  adopt($fail, $report, $prctl) if $prctl;
  POSIX::dup2(fileno $their_in, 0) if $input;
  POSIX::dup2(fileno $their_out, 1);
  POSIX::dup2(fileno $their_err, 2);
  $child->($fail);
  POSIX::_exit(0);
}

# Writes a whole text; exits if there is no reader any more.
sub put { my ($text) = @_; while (length $text) { substr($text, 0, syswrite(STDOUT, $text) // POSIX::_exit(1), '') } }

sub write_zero { open(my $to, '+<', $_[0]) or return; syswrite $to, '0' }

# As nsenter(1), without the PID namespace. Opens every file before it enters the first namespace: afterwards /proc may be a different one.
sub enter {
  my ($pid, @names) = @_;
  my ($root, @files);
  if (grep { $_ eq 'mnt' } @names) { sysopen($root, "/proc/$pid/root", POSIX::O_RDONLY) or return 0 }
  for (@names) {
    next unless -e "/proc/self/ns/$_"; # the kernel lacks some kinds
    open(my $file, '<', "/proc/$pid/ns/$_") or return 0;
    push @files, $file;
  }
  for (@files) { syscall($setns + 0, fileno $_, 0) == 0 or return 0 }
  return !$root || (chdir $root and chroot '.');
}

# Enters a mount namespace and a root directory in it.
sub enter_mounts {
  my ($mounts, $root) = @_;
  return syscall($setns + 0, fileno $mounts, 0) == 0 && chdir $root && chroot '.';
}

# Stays as the leader of the process group, so that setsid(1) need not fork, and reaps orphaned descendants
# (PR_SET_CHILD_SUBREAPER). It exits with the status of the last one.
sub adopt {
  my ($fail, $report, $prctl) = @_;
  syscall($prctl + 0, 36, 1, 0, 0, 0) == 0 or $fail->('prctl', '');
  my $child = fork;
  defined $child or $fail->('fork', '');
  return unless $child;
  # Closes the starter's descriptors too: otherwise readers would wait for this process.
  POSIX::close($_) for 0, 1, 3 .. 1023;
  my $status = 0;
  while (waitpid(-1, 0) > 0) { $status = $? }
  kill $status & 127, $$ if $status & 127;
  POSIX::_exit($status >> 8);
}

sub progress {
  my ($id, $from, $heard, $pid) = @{$starting{$_[0]}};
  my $count = sysread $from, my $text, 4096;
  if ($count) { $starting{$_[0]}[2] .= $text; return }
  (delete $starting{$_[0]})->[4] = 1;
  $heard eq '' ? answer('running', $id, $pid) : answer('failed', $id, split /\t/, $heard, -1);
}

# Reports stderr that was written before a piece of stdout first, since the mark on stdout ends the section of both.
sub pass {
  my ($id, $stream, $from, $errors) = @{$output{$_[0]} or return 0};
  my $count = sysread $from, my $bytes, 65536;
  return 0 unless defined $count;
  if ($stream == 1 && $output{$errors} && $output{$errors}[0] eq $id) {
    for (1 .. 32) { pass($errors) or last }
  }
  if ($count == 0) { delete $output{$_[0]}; answer('closed', $id, $stream); return 0 }
  return 1 if $forgotten{$id};
  answer('output', $id, $stream, $count, lines($bytes));
  $answers .= $bytes;
  flush_answers() if length $answers > 262144;
  return 1;
}

# Counts lines as linux/lines.ts does. The agent would take a hundred times as long.
sub lines {
  (my $text = $_[0]) =~ tr/\t\x0b\f\r //d;
  $text =~ tr/\n//s;
  return $text =~ tr/\n//, map { my $char = substr $text, $_, 1; $char ne '' && $char ne "\n" ? 1 : 0 } 0, -1;
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

${lookScript}
${surveyScript}
${restoreScript}
${inventoryScript}
# random(4): data that is merely written to /dev/urandom may stay unused for a minute. RNDADDENTROPY credits it, RNDRESEEDCRNG
# derives a new key from it at once.
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

my %do = (
  start => \&start, look => \&look, survey => \&survey, restore => \&restore, type => \&type, renew => \&renew,
  inventory => \&inventory, ping => sub { answer('running', $_[0], $$) }, forget => sub { $forgotten{$_[0]} = 1 },
);
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
