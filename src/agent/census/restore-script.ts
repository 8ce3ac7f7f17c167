/**
 * The part of the starter that reverts changes, in Perl. The next survey shows what failed; the script reports only the actions that
 * were unnecessary because an earlier one had the same effect.
 */
export const restoreScript = String.raw`
# restore ID UMOUNT2 ACT...: the number of umount2(2), then verbs and their texts in hexadecimal, separated by :, so that
# every byte of a name arrives. Prints the positions of the unnecessary ones.
sub restore {
  my ($id, @given) = @_;
  launch($id, 0, 0, 0, sub { Restore::all(@given) });
}

{
package Restore;
my $umount2;

sub all {
  my @given = @_;
  $umount2 = shift @given;
  $ENV{PATH} = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
  my @acts = map { my ($verb, @texts) = split /:/, $_, -1; [$verb, map { pack 'H*', $_ } @texts] } @given;
  perform(\@acts, {
    link => sub { system 'ip', 'link', 'delete', 'dev', $_[0]; 0 },
    shm => sub { shmctl $_[0], 0, 0; 0 },
    sem => sub { semctl $_[0], 0, 0, 0; 0 },
    msg => sub { msgctl $_[0], 0, 0; 0 },
    queue => sub { my $queues = Survey::queues() // return 0; unlink "$queues/$_[0]"; 0 },
    nft => \&nft,
    sysctl => \&sysctl,
  });
  if (@labs) { main::enter_mounts(@labs) or die "setns: $!" }
  chdir '/';
  perform(\@acts, { unmount => \&unmount, loop => \&loop, file => \&file });
}

sub perform {
  my ($acts, $how) = @_;
  for my $index (0 .. $#$acts) {
    my ($verb, @texts) = @{$acts->[$index]};
    syswrite STDOUT, "$index\n" if $how->{$verb} && $how->{$verb}->(@texts);
  }
}

sub sysctl {
  my ($path, $wanted) = @_;
  sysopen my $file, "/proc/sys/$path", 2 or return 0;
  sysread $file, my $text, 4096;
  return 1 if $text eq $wanted;
  sysseek $file, 0, 0;
  syswrite $file, $wanted;
  return 0;
}

sub nft { open my $to, '|-', 'nft', '-f', '-' or return 0; print $to $_[0]; close $to; return 0 }

# LOOP_CLR_FD
sub loop { sysopen my $device, "/dev/$_[0]", 2 or return 0; ioctl $device, 0x4C01, 0; return 0 }

# UMOUNT_NOFOLLOW, then also MNT_DETACH: a busy mount is at least detached from the tree.
sub unmount {
  my $point = $_[0];
  syscall($umount2 + 0, $point, 8) == 0 or syscall($umount2 + 0, $point, 10);
  return 0;
}

sub file {
  my $path = $_[0];
  my ($device) = lstat $path or return 1;
  if (!-d _) { unlink $path; return 0 }
  if (chdir $path) { clear($device); chdir '/' }
  rmdir $path;
  return 0;
}

# Removes from inside each directory, since a path may exceed PATH_MAX; never crosses into another file system.
sub clear {
  my $device = $_[0];
  opendir my $folder, '.' or return;
  for (grep { $_ ne '.' && $_ ne '..' } readdir $folder) {
    my ($where) = lstat $_ or next;
    if (!-d _) { unlink $_; next }
    next unless $where == $device && chdir $_;
    clear($device);
    chdir '..' or POSIX::_exit(1);
    rmdir $_;
  }
}
}
`
