import { networkScript } from './network-script.ts'

/**
 * The part of the starter that reads what an inventory consists of, in Perl: a child reads small files and enters namespaces much faster
 * than Node, and can be killed if a process's memory is on a file system that never answers. It prints a record per line, tab-separated
 * and percent-encoded, and `end` last. What disappears while it reads is left out.
 */
export const inventoryScript = String.raw`
# inventory ID BASE LEAF MOST MACHINE SETTINGS NETWORK PARAMETERS PID...: cgroups below BASE without LEAF; MACHINE is a process in the machine's
# namespaces; NETWORK are parameters of network namespaces.
sub inventory {
  my ($id, @given) = @_;
  launch($id, 0, 0, 0, sub { Inventory::all(@given) });
}

{
package Inventory;
my ($text, @kinds, %first, @settings, @parameters, $left) = ('');

sub all {
  my ($base, $leaf, $most, $machine, $settings, $network, $parameters, @pids) = @_;
  @kinds = grep { !/^\./ } names('/proc/self/ns');
  @settings = split /,/, $settings;
  @parameters = split /,/, $network;
  $left = $most;
  row('machine', seen($machine));
  process($_) for @pids;
  group($base, $leaf);
  row('more', -$left) if $left < 0;
  my %pinned = mounts($machine);
  maps();
  row('parameters', values_of(split /,/, $parameters));
  my %net = placed('net', $machine, \%pinned);
  my %uts = placed('uts', $machine, \%pinned);
  network(@$_) for within('net', $machine, %net);
  host(@$_) for within('uts', $machine, %uts);
  row('end');
  main::put($text);
}

sub row { $text .= join("\t", map { s/[^ -~]|%/sprintf '%%%02X', ord $&/ger } @_) . "\n" }

sub names { opendir my $folder, $_[0] or return; return readdir $folder }

sub content {
  sysopen my $file, $_[0], POSIX::O_RDONLY or return undef;
  my $content = '';
  while (1) {
    my $count = sysread $file, $content, 65536, length $content;
    return undef unless defined $count;
    return $content if !$count || length $content > 262144;
  }
}

# The namespaces of a process; remembers the first process that was seen in each.
sub seen {
  my ($pid) = @_;
  my %found;
  for (@kinds) { my $to = readlink "/proc/$pid/ns/$_"; $found{$_} = $to if defined $to }
  for (grep { !/_for_children\z/ } keys %found) { $first{$_}{$found{$_}} //= $pid }
  return %found;
}

# A process without a command line is about to exit.
sub process {
  my ($pid) = @_;
  my $status = content("/proc/$pid/status") // return;
  my ($uid) = $status =~ /^Uid:\t\d+\t(\d+)/m;
  my ($group) = (content("/proc/$pid/cgroup") // '') =~ /^0::(.*)$/m;
  my $words = content("/proc/$pid/cmdline") // '';
  return if $words eq '';
  my $root = readlink "/proc/$pid/root";
  my %namespaces = seen($pid);
  return unless defined $group && defined $root && %namespaces;
  row('process', $pid, $uid, $root, $group =~ s/ \(deleted\)\z//r, substr($words, 0, 256), %namespaces);
}

sub group {
  my ($path, $leaf) = @_;
  return if $path eq $leaf || --$left < 0;
  my $events = content("$path/cgroup.events") // '';
  my @found = map { my $value = content("$path/$_"); defined $value ? ($_, $value) : () } @settings;
  row('cgroup', $path, $events =~ /^frozen 1$/m ? 1 : 0, @found);
  return if ((stat $path)[3] // 2) == 2; # no directories in it
  for (sort grep { !/^\./ } names($path)) { group("$path/$_", $leaf) if -d "$path/$_" }
}

# The mounts of each mount namespace; returns the namespaces that mounts of the machine keep, and where.
sub mounts {
  my ($machine) = @_;
  my ($own, %pinned) = readlink("/proc/$machine/ns/mnt") // '';
  for my $namespace (keys %{$first{mnt}}) {
    my $lines = content('/proc/' . ($namespace eq $own ? $machine : $first{mnt}{$namespace}) . '/mountinfo') // next;
    row('mount', $namespace, split /\n/, $lines);
    next unless $namespace eq $own;
    while ($lines =~ /^\S+ \S+ \S+ (\w+:\[\d+\]) (\S+) .* - nsfs /mg) { $pinned{$1} //= $2 =~ s/\\([0-7]{3})/chr oct $1/ger }
  }
  row('pinned', $_, $pinned{$_}) for keys %pinned;
  return %pinned;
}

sub maps {
  while (my ($namespace, $pid) = each %{$first{user}}) {
    my ($uid, $gid) = map { content("/proc/$pid/$_") } 'uid_map', 'gid_map';
    row('user', $namespace, $uid, $gid) if defined $gid && defined $uid;
  }
  while (my ($namespace, $pid) = each %{$first{time}}) {
    my $offsets = content("/proc/$pid/timens_offsets");
    row('time', $namespace, $offsets) if defined $offsets;
  }
}

# Parameters that this kernel has, and their values.
sub values_of { map { my $value = content("/proc/sys/$_"); defined $value ? ($_, $value) : () } @_ }

# The files of the namespaces of one kind, by identity.
sub placed {
  my ($kind, $machine, $pinned) = @_;
  my %files = map { ($_, "/proc/$machine/root$pinned->{$_}") } grep { /^\Q$kind\E:/ } keys %$pinned;
  $files{$_} = "/proc/$first{$kind}{$_}/ns/$kind" for keys %{$first{$kind}};
  return %files;
}

# Enters one namespace after the other, and reads there; the machine's is the present one, and comes first.
sub within {
  my ($kind, $machine, %files) = @_;
  my $own = readlink("/proc/$machine/ns/$kind") // '';
  my @others = grep { $_ ne $own } keys %files;
  return ([$own], map { [$_, $files{$_}] } @others);
}

sub enter { sysopen(my $file, $_[0], POSIX::O_RDONLY) or return 0; return syscall($setns + 0, fileno $file, 0) == 0 }

sub host {
  my ($namespace, $file) = @_;
  !$file || enter($file) or return;
  my ($host, $domain) = map { (content("/proc/sys/kernel/$_") // return) =~ s/\n\z//r } 'hostname', 'domainname';
  row('host', $namespace, $host, $domain);
}

${networkScript}
}
`
