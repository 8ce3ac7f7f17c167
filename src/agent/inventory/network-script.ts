/**
 * The part of an inventory about network namespaces: one dump each of links, addresses and routes, by rtnetlink(7), and of the tables, chains
 * and rules of nftables. The files below /proc/net have neither the state of a link nor its peer, and ip(8) and nft(8) would have to be started
 * for each namespace. Left out is what the kernel makes by itself when a link is set up or gets an address.
 */
export const networkScript = String.raw`
my $ancillary = "\0" x 16;

sub network {
  my ($namespace, $file) = @_;
  !$file || enter($file) or return;
  row('network', $namespace);
  # The attribute is IFLA_EXT_MASK: RTEXT_FILTER_SKIP_STATS.
  dump_of(0, 18, $ancillary . pack('SSL', 8, 29, 8), sub { link_row($namespace, @_) });
  dump_of(0, 22, $ancillary, sub { address_row($namespace, @_) });
  dump_of(0, 26, $ancillary, sub { route_row($namespace, @_) });
  row('parameter', $namespace, values_of(@parameters));
  # To ask would load the module.
  return unless -d '/sys/module/nf_tables';
  dump_of(12, 0xa01, "\0" x 4, sub { filter_row('table', $namespace, @_) });
  dump_of(12, 0xa04, "\0" x 4, sub { filter_row('chain', $namespace, @_) });
  dump_of(12, 0xa07, "\0" x 4, sub { filter_row('rule', $namespace, @_) });
}

# A socket of the family AF_NETLINK for NETLINK_ROUTE, 0, or NETLINK_NETFILTER, 12; the request has the flags NLM_F_REQUEST and NLM_F_DUMP.
sub dump_of {
  my ($protocol, $type, $request, $each) = @_;
  socket(my $socket, 16, 3, $protocol) or return;
  syswrite $socket, pack('LSSLL', 16 + length $request, $type, 0x301, 1, 0) . $request;
  while (sysread $socket, my $answer, 262144) {
    while (length $answer >= 16) {
      my ($length, $kind) = unpack 'LS', $answer;
      return if $kind == 2 || $kind == 3 || $length < 16; # NLMSG_ERROR, NLMSG_DONE
      $each->(substr $answer, 16, $length - 16);
      $answer = aligned($answer, $length);
    }
  }
}

# What follows the first so many bytes: everything is padded to four.
sub aligned { my ($bytes, $length) = @_; $length = ($length + 3) & ~3; return $length < length $bytes ? substr $bytes, $length : '' }

sub attributes {
  my ($bytes, %found) = @_;
  while (length $bytes >= 4) {
    my ($length, $type) = unpack 'SS', $bytes;
    last if $length < 4;
    $found{$type & 0x3fff} = substr $bytes, 4, $length - 4;
    $bytes = aligned($bytes, $length);
  }
  return %found;
}

sub big { defined $_[0] ? unpack 'x4N', $_[0] : 0 }
sub number { defined $_[0] ? unpack 'L', $_[0] : 0 }
sub word { unpack 'Z*', $_[0] // '' }
sub digits { unpack 'H*', $_[0] // '' }

# Attributes: 1 IFLA_ADDRESS, 3 IFLA_IFNAME, 4 IFLA_MTU, 5 IFLA_LINK, 10 IFLA_MASTER, 18 IFLA_LINKINFO with 1 IFLA_INFO_KIND.
sub link_row {
  my ($namespace, $bytes) = @_;
  my ($index, $flags) = unpack 'x4lL', $bytes;
  my %has = attributes(substr $bytes, 16);
  my %info = attributes($has{18} // '');
  row('link', $namespace, $index, word($has{3}), word($info{1}), $flags & 1, number($has{4}), digits($has{1}), number($has{10}), number($has{5}));
}

# Attributes: 1 IFA_ADDRESS, 2 IFA_LOCAL, 11 IFA_PROTO, which is 0 for addresses that somebody added, and missing before Linux 5.18.
sub address_row {
  my ($namespace, $bytes) = @_;
  my (undef, $prefix, undef, undef, $index) = unpack 'CCCCL', $bytes;
  my %has = attributes(substr $bytes, 8);
  my $address = digits($has{2} // $has{1});
  return if unpack('C', $has{11} // "\0") || $address =~ /^(7f000001|0{31}1|fe[89ab].{29})\z/;
  row('address', $namespace, $index, $address, $prefix);
}

# Routes of the main table, 254, that are not of the protocol RTPROT_KERNEL. Attributes: 1 RTA_DST, 4 RTA_OIF, 5 RTA_GATEWAY, 6 RTA_PRIORITY.
sub route_row {
  my ($namespace, $bytes) = @_;
  my ($family, $prefix, undef, undef, $table, $protocol, undef, $type) = unpack 'C8', $bytes;
  my $version = {2, 4, 10, 6}->{$family};
  return unless $version && $table == 254 && $protocol != 2;
  my %has = attributes(substr $bytes, 12);
  row('route', $namespace, $version, digits($has{1}), $prefix, digits($has{5}), number($has{4}), $type, number($has{6}));
}

# The families are those of nfnetlink. Attributes of a table: 1 NFTA_TABLE_NAME; of a chain: 1 NFTA_CHAIN_TABLE, 3 NFTA_CHAIN_NAME,
# 5 NFTA_CHAIN_POLICY, which is 1 for accept; of a rule: 1 NFTA_RULE_TABLE, 2 NFTA_RULE_CHAIN, 3 NFTA_RULE_HANDLE.
sub filter_row {
  my ($kind, $namespace, $bytes) = @_;
  my $family = {1, 'inet', 2, 'ip', 3, 'arp', 5, 'netdev', 7, 'bridge', 10, 'ip6'}->{unpack 'C', $bytes} // return;
  my %has = attributes(substr $bytes, 4);
  my $chain = $kind eq 'table' ? '' : word($has{$kind eq 'chain' ? 3 : 2});
  my $policy = $kind eq 'chain' && defined $has{5} ? (unpack('N', $has{5}) == 1 ? 'accept' : 'drop') : '';
  row('filter', $namespace, $kind, $family, word($has{1}), $chain, $kind eq 'rule' ? big($has{3}) : 0, $policy);
}
`
