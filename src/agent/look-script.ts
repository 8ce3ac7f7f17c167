/**
 * The part of the starter that reads files, in Perl. Each process and look has a child, which can be killed if a file system does
 * not answer. For each item it prints a line `ERRNO LENGTH` and that many bytes.
 *
 * The child sees what the observed process sees: it enters its namespaces and its root directory. It enters neither the user
 * namespace (user IDs stay the machine's) nor the PID namespace (it would become a process there). So `/proc/self` would not resolve,
 * and the child resolves symbolic links itself, with `/proc/self` as the observed process.
 */
export const lookScript = String.raw`
my %looks;
# The machine's /proc, whatever is mounted there for the observed process.
my $processes;

# look ID TARGET SELF NAMESPACES MOST KIND PATH...: the items, as TARGET sees them; without TARGET, as the agent does.
sub look {
  my ($id, $target, $self, $namespaces, $most, @items) = @_;
  launch($id, 0, 0, 0, sub {
    my ($fail) = @_;
    my $who = whoever($self);
    opendir($processes, '/proc');
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

# The PIDs of a process in each of its PID namespaces, outermost first.
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
    # Leaves the child itself out of the listing.
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
    my ($device, $inode, $mode, $links, $uid, $gid, $special, $size, undef, undef, undef, undef, $blocks) = lstat $path or return undef;
    my $kind = -l _ ? 'symbolic link' : -d _ ? 'directory' : -c _ ? 'character special file' : -b _ ? 'block special file'
      : -p _ ? 'fifo' : -S _ ? 'socket' : $size ? 'regular file' : 'regular empty file';
    return sprintf "%s %o %d %d %d %s:%s %d %d %x:%x\n", $kind, $mode & 07777, $uid, $gid, $size, $device, $inode, $links, $blocks,
      major($special), minor($special);
  },
  xattrs => sub {
    my ($named, $who) = @_;
    my $path = resolved($named, $who, 0) // return undef;
    my $names = filled($llistxattr, $path) // return $! == POSIX::EOPNOTSUPP ? '' : undef;
    my @lines;
    for my $name (sort split /\0/, $names) {
      my $value = filled($lgetxattr, $path, $name) // return undef;
      push @lines, escaped($name, '=\n\r') . '="' . escaped($value =~ s/\0\z//r, '\0\n\r') . '"';
    }
    return @lines ? join('', map { "$_\n" } "# file: $named", @lines) : '';
  },
  statfs => sub {
    my ($path, $who, $buffer) = (@_[0, 1], "\0" x 256);
    $path = resolved($path, $who, 1) // return undef;
    syscall($statfs + 0, $path, $buffer) == 0 or return undef;
    my (undef, undef, $blocks, $free, undef, undef, undef, undef, undef, $unit) = unpack 'q10', $buffer;
    return "$unit $blocks $free\n";
  },
  namespace => sub {
    my ($file, $kind) = opened_namespace(@_) or return undef;
    my $number = number_of($file);
    return join(' ', $number, $kind, members($kind, $number), map { number_of(related($file, $_)) } 0xb702, 0xb701) . "\n";
  },
  'namespace-creator' => sub {
    my ($file, $kind) = opened_namespace(@_) or return undef;
    $file = related($file, 0xb701) // return undef if $kind ne 'user';
    ioctl($file, 0xb704, my $uid = pack 'I', 0) or return undef; # NS_GET_OWNER_UID
    return unpack('I', $uid) . "\n";
  },
);

# As glibc's gnu_dev_major(3) and gnu_dev_minor(3).
sub major { ($_[0] >> 8 & 0xfff) | ($_[0] >> 32 & 0xfffff000) }
sub minor { ($_[0] & 0xff) | ($_[0] >> 12 & 0xffffff00) }

# What a call of xattr(7) puts into a buffer as large as it can be (XATTR_SIZE_MAX and XATTR_LIST_MAX).
sub filled {
  my ($call, $path, @name) = @_;
  my ($buffer, $size) = ("\0" x 65536, 65536);
  my $count = syscall $call + 0, $path, @name, $buffer, $size;
  return $count < 0 ? undef : substr $buffer, 0, $count;
}

# As getfattr(1) does with -e text.
sub escaped {
  my ($text, $octal) = @_;
  return $text =~ s/(["\\])|([$octal])/defined $1 ? "\\$1" : sprintf '\\%03o', ord $2/ger;
}

# Kinds of namespaces, by their flags of clone(2), which NS_GET_NSTYPE returns.
my %kinds = (
  0x80 => 'time', 0x20000 => 'mnt', 0x2000000 => 'cgroup', 0x4000000 => 'uts',
  0x8000000 => 'ipc', 0x10000000 => 'user', 0x20000000 => 'pid', 0x40000000 => 'net',
);

# A file that stands for a namespace, and its kind. Any other file fails as it does with ioctl(2).
sub opened_namespace {
  my ($path, $who) = @_;
  $path = resolved($path, $who, 1) // return;
  stat $path or return;
  if (!-f _) { $! = POSIX::ENOTTY; return }
  sysopen(my $file, $path, POSIX::O_RDONLY | POSIX::O_NONBLOCK | POSIX::O_NOCTTY) or return;
  my $kind = $kinds{ioctl($file, 0xb703, 0) // 0}; # NS_GET_NSTYPE
  if (!$kind) { $! = POSIX::ENOTTY; return }
  return ($file, $kind);
}

# The parent (NS_GET_PARENT) or the owner (NS_GET_USERNS) of a namespace; undefined if it has none.
sub related {
  my ($file, $request) = @_;
  my $number = ioctl($file, $request, 0) // return undef;
  open(my $other, '<&=', $number + 0) or return undef;
  return $other;
}

sub number_of { $_[0] ? (stat $_[0])[1] : 0 }

sub members {
  my ($kind, $number) = @_;
  chdir $processes or return 0;
  rewinddir $processes;
  return scalar grep { /^\d+$/ && ((stat "$_/ns/$kind")[1] // 0) == $number } readdir $processes;
}

# Resolves symbolic links, except magic links of the kernel; resolves the last component only if $last.
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

# The checks that the kernel makes before it continues below a path.
sub is_folder {
  stat($_[0] eq '' ? '/' : $_[0]) or return 0;
  -d _ or $! = POSIX::ENOTDIR;
  return -d _;
}

# Magic links, proc_pid(5): they may lead where no path does.
sub is_magic { $_[0] =~ m{^(.*)/(\d+/(task/\d+/)?(root|cwd|exe|(fd|ns|map_files)/[^/]+))$} && is_proc($1 eq '' ? '/' : $1) }

sub target_of {
  my ($path, $who) = @_;
  my ($directory, $name) = $path =~ m{^(.*)/([^/]*)$};
  return readlink $path unless $name =~ /^(self|thread-self)$/ && is_proc($directory eq '' ? '/' : $directory);
  my ($number) = grep { is_in($directory, $_, $who) } @{$who->{numbers}};
  if (!defined $number) { $! = POSIX::ENOENT; return undef }
  return $name eq 'self' ? $number : "$number/task/$number";
}

# Whether a PID in the /proc of some PID namespace is the observed process.
sub is_in {
  my ($proc, $number, $who) = @_;
  return (readlink("$proc/$number/ns/pid") // '') eq $who->{namespace} && numbers_of("$proc/$number")->[-1] == $who->{numbers}[-1];
}

# Whether a path is the root of a proc file system; the type is the first field of statfs(2).
sub is_proc {
  my ($path, $buffer) = ($_[0], "\0" x 256);
  return (stat $path)[1] == 1 && syscall($statfs + 0, $path, $buffer) == 0 && unpack('q', $buffer) == 0x9fa0;
}
`
