/**
 * The part of the starter that lists everything that labs could leave, in Perl, in a child that can be killed and executes no other
 * program. It prints sections: a line `NAME LENGTH`, then pairs of NUL-terminated texts, an identity and its value. Sections that
 * access the labs' files come last, since those may be on a file system that never answers. Mount points are listed by name only.
 *
 * Listing /proc/sys takes five times as long as reading it. So a later survey reads the parameters that an earlier one, kept in a file,
 * found.
 */
export const surveyScript = String.raw`
# survey ID EARLIER UNCOUNTED... -- UNREAD...: a file with an earlier survey, or empty; paths and sysctls to leave out.
sub survey {
  my ($id, @given) = @_;
  launch($id, 0, 0, 0, sub { Survey::all(@given) });
}

{
package Survey;
my (%uncounted, %unread, %mounted);
my $rows = '';

sub all {
  my ($earlier, @given) = @_;
  $ENV{PATH} = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
  while (defined(my $path = shift @given)) { last if $path eq '--'; $uncounted{$path} = 1 }
  @unread{@given} = ();
  mounts(); section('mount');
  row($_, '') for names('/sys/class/net'); section('link');
  loops(); section('loop');
  nftables(); section('nftables');
  parameter("kernel/$_") for 'hostname', 'domainname'; section('hostname');
  $earlier eq '' ? sysctls('') : parameters($earlier); section('sysctl');
  ipc();
  if (@labs) { main::enter_mounts(@labs) or die "setns: $!" }
  row("file $_", '') for names('/dev/shm'); section('ipc');
  for ('/tmp', '/run', '/etc', '/var', $mounted{'/var/tmp'} ? '/var/tmp' : ()) {
    row($_, 'mounted') if $mounted{$_} && $_ ne '/var/tmp';
    files($_) unless -l $_;
  }
  section('file');
}

sub row { $rows .= "$_[0]\0$_[1]\0" }

sub section {
  main::put($_[0] . ' ' . length($rows) . "\n" . $rows);
  $rows = '';
}

sub names { opendir my $folder, $_[0] or return; grep { $_ ne '.' && $_ ne '..' } readdir $folder }

sub mounts {
  open my $lines, '<', '/proc/' . ($host || 'self') . '/mountinfo' or die "mountinfo: $!";
  while (<$lines>) {
    my ($id, $parent, $device, $root, $target) = split / /;
    my ($type) = / - ([^ ]+)/;
    row("$id $parent $device $root $target", $type);
    $mounted{$target =~ s/\\([0-7]{3})/chr oct $1/ger} = 1;
  }
}

sub loops {
  for (grep { /^loop/ } names('/sys/block')) {
    open my $file, '<', "/sys/block/$_/loop/backing_file" or next;
    row($_, <$file> =~ s/\n\z//r);
  }
}

# Whether it was readable; a directory is not a parameter.
sub parameter {
  sysopen my $file, "/proc/sys/$_[0]", 2048 or return 1;
  my $count = sysread $file, my $text, 4096;
  row($_[0], $text) if defined $count;
  return defined $count || $! != POSIX::EISDIR;
}

sub sysctls {
  my $folder = $_[0];
  for (names("/proc/sys/$folder")) {
    my $path = $folder eq '' ? $_ : "$folder/$_";
    exists $unread{$path} || parameter($path) || sysctls($path);
  }
}

sub parameters {
  open my $file, '<', $_[0] or die "$_[0]: $!";
  while (my $head = <$file>) {
    my ($name, $length) = split ' ', $head;
    read($file, my $texts, $length);
    next unless $name eq 'sysctl';
    my @texts = split /\0/, $texts, -1;
    for (my $index = 0; $index < $#texts; $index += 2) { parameter($texts[$index]) }
  }
}

# POSIX semaphores, shared memory and queues are files; the file system of queues need not be mounted anywhere.
sub ipc {
  for my $kind ('shm', 'sem', 'msg') {
    open my $lines, '<', "/proc/sysvipc/$kind" or next;
    <$lines>;
    while (<$lines>) { my (undef, $id) = split; row("$kind $id", '') }
  }
  my $queues = queues();
  if (defined $queues) { row("queue $_", '') for names($queues) }
}

# fsopen(2), fsconfig(2) and fsmount(2) have the same numbers everywhere.
sub queues {
  my $type = 'mqueue';
  my $made = syscall 430, $type, 0;
  return if $made < 0 || syscall(431, $made, 6, 0, 0, 0) < 0;
  my $mount = syscall 432, $made, 0, 0;
  return $mount < 0 ? undef : "/proc/self/fd/$mount";
}

sub nftables {
  return unless -e '/sys/module/nf_tables';
  open my $from, '-|', 'nft', '--stateless', 'list', 'ruleset' or return;
  local $/;
  $rows = <$from> // '';
  close $from or die 'nft: ', $? >> 8;
}

sub files {
  my $folder = $_[0];
  for (names($folder)) {
    my $path = "$folder/$_";
    next if exists $uncounted{$path};
    if ($mounted{$path}) { row($path, 'mounted'); next }
    my (undef, undef, $mode, undef, $user, $group, undef, $size, undef, $time) = lstat $path or next;
    if (-d _) { row($path, "$mode $user $group"); files($path) }
    elsif (-f _ || -l _) { row($path, "$mode $user $group $size $time") }
    else { row($path, "$mode $user $group") }
  }
}
}
`
