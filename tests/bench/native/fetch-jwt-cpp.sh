#!/usr/bin/env bash
# fetch-jwt-cpp.sh DIRECTORY: puts jwt-cpp (Thalhammer's) and picojson there.
#
# Debian has no package of it; Ceph's source package contains it. apt works on a state of its own, as in
# tools/toolchain.sh: the host's sources stay as they are. 148 MB, once.
set -euo pipefail
into=${1:?usage: fetch-jwt-cpp.sh DIRECTORY}
readonly PACKAGE=ceph=18.2.7+ds-1+deb13u1 SUITE=trixie
readonly KEYRING=/usr/share/keyrings/debian-archive-keyring.gpg
[ -e "$into/jwt-cpp/jwt.h" ] && exit 0

mirror=${DEBIAN_MIRROR:-$(
  # shellcheck disable=SC2016  # apt's own template
  apt-get indextargets --format '$(REPO_URI) $(COMPONENT)' 'Created-By: Packages' |
    awk '$2 == "main" && $1 !~ /security/ { print $1; exit }'
)}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work"/{state/lists,cache/archives}/partial
echo "deb-src [signed-by=$KEYRING] $mirror $SUITE main" >"$work/sources.list"
cat >"$work/apt.conf" <<CONF
Dir::Etc::sourcelist "$work/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::State "$work/state";
Dir::Cache "$work/cache";
APT::Sandbox::User "root";
CONF
export APT_CONFIG=$work/apt.conf
apt-get -qq update
(cd "$work" && apt-get -qq source --download-only --tar-only "$PACKAGE")
mkdir -p "$into.partial"
tar -xf "$work"/ceph_*.orig.tar.xz -C "$into.partial" --strip-components=3 --wildcards '*/src/rgw/jwt-cpp/*' '*/src/rgw/picojson/*'
rm -rf "$into"
mv "$into.partial" "$into"
