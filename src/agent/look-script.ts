/**
 * The part of the starter that looks at files, in perl: in a child for each process and look, which can be killed when a file
 * system doesn't answer. It answers in lines `ERRNO LENGTH` and that many bytes, an answer for each item.
 *
 * The child sees what the process sees: it enters its namespaces and its root directory, but not its user namespace (the numbers
 * of users stay the machine's), nor its PID namespace (it would be a process in there). So it follows symbolic links itself:
 * `/proc/self` would be nobody in there, and means the process that is looked at.
 */
export const lookScript = String.raw`
my %looks;

# look ID TARGET SELF NAMESPACES MOST KIND PATH...: the items, as TARGET sees them, or as the agent does without TARGET.
sub look {
  my ($id, $target, $self, $namespaces, $most, @items) = @_;
  launch($id, 0, 0, 0, sub {
    my ($fail) = @_;
    my $who = whoever($self);
    if ($target && $host && $target == $host) { enter_mounts(@labs) or $fail->('setns', "/proc/$host/ns/mnt") }
    elsif ($target) { enter($target, split /,/, $namespaces) or $fail->('setns', "/proc/$target/ns") }
    while (my ($kind, $path) = splice @items, 0, 2) {
      $! = 0;
      my $text = $looks{$kind}->($path, $who, $most);
      my $errno = defined $text ? 0 : $! + 0 || POSIX::EIO;
      $text //= '';
      put($errno . ' ' . length($text) . "\n" . $text);
    }
  });
}

# The numbers of a process in each PID namespace that it is in, outermost first.
sub whoever {
  my ($pid) = @_;
  return { numbers => numbers_of("/proc/$pid"), namespace => readlink("/proc/$pid/ns/pid") // '' };
}

sub numbers_of {
  open(my $status, '<', "$_[0]/status") or return [];
  while (my $line = <$status>) { return [split ' ', $line] if $line =~ s/^NSpid:// }
  return [0];
}

%looks = (
  file => sub {
    my ($path, $who, $most) = @_;
    $path = resolved($path, $who, 1) // return undef;
    stat $path or return undef;
    if (-d _) { $! = POSIX::EISDIR; return undef }
    if (!-f _) { $! = POSIX::EINVAL; return undef }
    sysopen(my $file, $path, POSIX::O_RDONLY | POSIX::O_NONBLOCK | POSIX::O_NOCTTY) or return undef;
    my $text = '';
    while (1) {
      my $count = sysread $file, $text, 65536, length $text;
      if (!defined $count) { next if $! == POSIX::EINTR; return undef }
      last unless $count;
      if (length $text > $most) { $! = POSIX::EFBIG; return undef }
    }
    return $text;
  },
  list => sub {
    my ($path, $who) = @_;
    $path = resolved($path, $who, 1) // return undef;
    opendir(my $directory, $path) or return undef;
    # Whoever looks is not part of what is seen.
    my $own = is_proc($path) ? readlink("$path/self") // '' : '';
    return join '', map { "$_\n" } sort grep { $_ ne '.' && $_ ne '..' && $_ ne $own } readdir $directory;
  },
  link => sub {
    my ($path, $who) = @_;
    $path = resolved($path, $who, 0) // return undef;
    my $to = target_of($path, $who) // return undef;
    return "$to\n";
  },
  stat => sub {
    my ($path, $who) = @_;
    $path = resolved($path, $who, 0) // return undef;
    my ($device, $inode, $mode, undef, $uid, $gid, undef, $size) = lstat $path or return undef;
    my $kind = -l _ ? 'symbolic link' : -d _ ? 'directory' : -c _ ? 'character special file' : -b _ ? 'block special file'
      : -p _ ? 'fifo' : -S _ ? 'socket' : $size ? 'regular file' : 'regular empty file';
    return sprintf "%s %o %d %d %d %s:%s\n", $kind, $mode & 07777, $uid, $gid, $size, $device, $inode;
  },
);

# The path without symbolic links, but for those that the kernel follows in a way of its own; a last one is followed if $last.
sub resolved {
  my ($path, $who, $last) = @_;
  my ($at, $links, $folder, @todo) = ('', 0, $path =~ m{/\z}, split m{/+}, $path);
  while (defined(my $name = shift @todo)) {
    next if $name eq '' || $name eq '.';
    if ($name eq '..') { is_folder($at) or return undef; $at =~ s{/[^/]*$}{}; next }
    my $now = "$at/$name";
    my $more = grep { $_ ne '' } @todo;
    if (!-l $now || !($more || $last)) { $at = $now; next }
    if (is_magic($now)) { return join '/', $now, @todo }
    if (++$links > 40) { $! = POSIX::ELOOP; return undef }
    my $to = target_of($now, $who) // return undef;
    $at = '' if $to =~ m{^/};
    $folder ||= !$more && $to =~ m{/\z};
    unshift @todo, split m{/+}, $to;
  }
  !$folder || is_folder($at) or return undef;
  return $at eq '' ? '/' : $at;
}

# What the kernel asks of a path before it goes on from it.
sub is_folder {
  stat($_[0] eq '' ? '/' : $_[0]) or return 0;
  -d _ or $! = POSIX::ENOTDIR;
  return -d _;
}

# proc_pid(5): these lead to where no path might.
sub is_magic { $_[0] =~ m{^(.*)/(\d+/(task/\d+/)?(root|cwd|exe|(fd|ns|map_files)/[^/]+))$} && is_proc($1 eq '' ? '/' : $1) }

sub target_of {
  my ($path, $who) = @_;
  my ($directory, $name) = $path =~ m{^(.*)/([^/]*)$};
  return readlink $path unless $name =~ /^(self|thread-self)$/ && is_proc($directory eq '' ? '/' : $directory);
  my ($number) = grep { is_in($directory, $_, $who) } @{$who->{numbers}};
  if (!defined $number) { $! = POSIX::ENOENT; return undef }
  return $name eq 'self' ? $number : "$number/task/$number";
}

# Whether a number in the /proc of some PID namespace is that process.
sub is_in {
  my ($proc, $number, $who) = @_;
  return (readlink("$proc/$number/ns/pid") // '') eq $who->{namespace} && numbers_of("$proc/$number")->[-1] == $who->{numbers}[-1];
}

# The root directory of a proc file system: statfs(2) gives its type first.
sub is_proc {
  my ($path, $buffer) = ($_[0], "\0" x 256);
  return (stat $path)[1] == 1 && syscall($statfs + 0, $path, $buffer) == 0 && unpack('q', $buffer) == 0x9fa0;
}
`
