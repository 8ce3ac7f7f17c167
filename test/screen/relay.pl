# Runs a command at a pseudo-terminal: relay.pl ROWS COLUMNS COMMAND [ARGUMENT...]
# Standard input is typed there; what it shows goes to standard output. Descriptor 3 first tells the PID of the command, and then takes
# sizes, `ROWS COLUMNS` a line. Ends with the command's exit status; when the relay is killed, the terminal hangs up.
use strict;
use warnings;
use Errno qw(EAGAIN EINTR);
use Fcntl qw(O_RDWR O_NOCTTY O_NONBLOCK F_GETFL F_SETFL);
use POSIX ();

my ($TIOCSPTLCK, $TIOCGPTN, $TIOCSWINSZ, $TIOCSCTTY) = (0x40045431, 0x80045430, 0x5414, 0x540e);
my ($rows, $columns, @command) = @ARGV;

sysopen my $master, '/dev/ptmx', O_RDWR | O_NOCTTY or die "/dev/ptmx: $!";
my $unlocked = pack 'i', 0;
ioctl $master, $TIOCSPTLCK, $unlocked or die "unlock: $!";
my $number = pack 'i', 0;
ioctl $master, $TIOCGPTN, $number or die "number: $!";
my $slave = '/dev/pts/' . unpack 'i', $number;
resize($rows, $columns);

open my $control, '+<&=', 3 or die "descriptor 3: $!";
pipe my $started, my $starting or die "pipe: $!"; # closed by exec
my $pid = fork // die "fork: $!";
if ($pid == 0) {
  POSIX::setsid();
  sysopen my $terminal, $slave, O_RDWR or die "$slave: $!";
  my $steal = 0;
  ioctl $terminal, $TIOCSCTTY, $steal or die "controlling terminal: $!";
  POSIX::dup2(fileno $terminal, $_) for 0 .. 2;
  exec @command or die "$command[0]: $!";
}
close $starting;
sysread $started, my $nothing, 1;
syswrite $control, "$pid\n";
fcntl $master, F_SETFL, fcntl($master, F_GETFL, 0) | O_NONBLOCK;

my ($typed, $told, $input_open) = ('', '', 1);
while (1) {
  my ($readable, $writable) = ('', '');
  vec($readable, fileno $_, 1) = 1 for $master, $control;
  vec($readable, 0, 1) = 1 if $input_open && length $typed < 65_536;
  vec($writable, fileno $master, 1) = 1 if length $typed;
  next if select($readable, $writable, undef, undef) < 0;
  if (vec $readable, fileno $master, 1) {
    my $read = sysread $master, my $shown, 65_536;
    if (defined $read && $read > 0) { show($shown) }
    elsif (defined $read || ($! != EAGAIN && $! != EINTR)) { last }
  }
  if ($input_open && vec $readable, 0, 1) {
    $input_open = sysread STDIN, $typed, 65_536, length $typed;
  }
  if (length $typed && vec $writable, fileno $master, 1) {
    my $written = syswrite $master, $typed;
    substr($typed, 0, $written) = '' if $written;
  }
  if (vec $readable, fileno $control, 1) {
    exit 1 unless sysread $control, $told, 4096, length $told;
    resize($1, $2) while $told =~ s/^(\d+) (\d+)\n//;
  }
}
waitpid $pid, 0;
exit($? & 127 ? 128 + ($? & 127) : $? >> 8);

sub resize {
  my $size = pack 'S4', @_, 0, 0;
  ioctl $master, $TIOCSWINSZ, $size or die "size: $!";
}

# A reader that is slow makes the terminal slow.
sub show {
  my ($text) = @_;
  while (length $text) {
    my $written = syswrite STDOUT, $text;
    if ($written) { substr($text, 0, $written) = '' }
    elsif ($! != EINTR && $! != EAGAIN) { exit 1 }
  }
}
