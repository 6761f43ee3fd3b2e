#!/usr/bin/env bash
# toolchain.sh DIRECTORY PART...    PART: sources (Botan and Boost), emscripten
#
# Fetches what Debian 12 has not, or has too old, from Debian stable's archive into DIRECTORY/PART.
# The host is left alone: apt works on a state of its own, packages are unpacked and never installed,
# no maintainer script runs. Each part is made in DIRECTORY/PART.partial and moved into place when it
# is whole, so that an interrupted run leaves nothing that looks finished.
set -euo pipefail
export LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive

readonly SUITE=trixie # stable; testing's source packages vanish from the archive from one day to the next
readonly BOOST_PACKAGE=libboost1.88-dev
readonly KEYRING=/usr/share/keyrings/debian-archive-keyring.gpg

fail() { # fail MESSAGE WHAT-TO-DO
  printf 'toolchain: %s\n  -> %s\n' "$1" "$2" >&2
  exit 1
}

phase() { printf 'phase: %s\n' "$1"; }

# Where this machine gets Debian from: the archive of its own release, neither security nor a third party's.
find_mirror() {
  if [ -n "${DEBIAN_MIRROR:-}" ]; then
    printf '%s\n' "$DEBIAN_MIRROR"
    return
  fi
  local codename
  codename=$(. /etc/os-release && printf '%s' "${VERSION_CODENAME:-}")
  # shellcheck disable=SC2016  # $(…) is apt's own template
  apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' |
    awk -v codename="$codename" '
      ($2 == codename || $2 == "stable") && $3 == "main" && !/security/ { if (!first) first = $1 }
      $1 ~ /\/debian\/?$/ { if (!second) second = $1 }
      END { print first ? first : second }'
}

# apt with its own lists, cache and (empty) package status, but the host's way to the network (proxies, certificates).
prepare_apt() {
  local mirror
  mirror=$(find_mirror)
  [ -n "$mirror" ] || fail 'no Debian archive in the apt sources of this machine' \
    'set DEBIAN_MIRROR to the address of one (… /debian) and run it again'
  [ -r "$KEYRING" ] || fail "the archive's keys are missing ($KEYRING)" 'apt-get install debian-archive-keyring'

  rm -rf "$APT"
  mkdir -p "$APT"/{etc/{apt.conf.d,preferences.d,sources.list.d,trusted.gpg.d},state/lists/partial,cache/archives/partial}
  : >"$APT/status"
  printf '%s [signed-by='"$KEYRING"'] '"$mirror $SUITE"' main\n' deb deb-src >"$APT/etc/sources.list"
  {
    apt-config dump | grep '^Acquire::' || true
    cat <<CONF
Dir::Etc "$APT/etc";
Dir::Etc::sourcelist "$APT/etc/sources.list";
Dir::Etc::sourceparts "$APT/etc/sources.list.d";
Dir::Etc::parts "$APT/etc/apt.conf.d";
Dir::Etc::netrc "/etc/apt/auth.conf";
Dir::Etc::netrcparts "/etc/apt/auth.conf.d";
Dir::Etc::trusted "/dev/null";
Dir::Etc::trustedparts "$APT/etc/trusted.gpg.d";
Dir::State "$APT/state";
Dir::State::status "$APT/status";
Dir::Cache "$APT/cache";
APT::Architecture "$(dpkg --print-architecture)";
APT::Architectures { "$(dpkg --print-architecture)"; };
APT::Install-Recommends "false";
APT::Sandbox::User "root";
Acquire::Languages "none";
Acquire::Retries "3";
Debug::NoLocking "true";
quiet "2";
CONF
  } >"$APT/apt.conf"
  export APT_CONFIG=$APT/apt.conf

  phase "reading Debian $SUITE's package lists"
  apt-get update || fail "Debian $SUITE's package lists could not be read from the mirror" \
    'look at the network and at the apt sources, or set DEBIAN_MIRROR to another archive'
}

download_failed() {
  fail "the download of $1 failed" 'look at the network and the free disk space (2 GB are needed) and run it again'
}

make_sources() { # make_sources DIRECTORY
  local into=$1
  mkdir "$into/download"
  phase 'downloading the sources of Botan and the headers of Boost'
  (cd "$into/download" && apt-get source --download-only --tar-only botan3 && apt-get download "$BOOST_PACKAGE") ||
    download_failed 'Botan and Boost'
  phase 'unpacking Botan and Boost'
  mkdir "$into/botan" "$into/boost"
  tar -xf "$into"/download/botan3_*.orig.tar.* -C "$into/botan" --strip-components=1
  dpkg-deb --fsys-tarfile "$into"/download/libboost*.deb |
    tar -x -C "$into/boost" --strip-components=3 ./usr/include/boost
  rm -rf "$into/download"
}

make_part() { # make_part NAME
  local partial=$DIRECTORY/$1.partial
  rm -rf "$partial" "${DIRECTORY:?}/$1"
  mkdir "$partial"
  "make_$1" "$partial"
  mv "$partial" "$DIRECTORY/$1"
}

DIRECTORY=$(realpath -m "${1:?usage: toolchain.sh DIRECTORY PART...}")
shift
readonly DIRECTORY APT=$DIRECTORY/apt
mkdir -p "$DIRECTORY"
exec 9>"$DIRECTORY/lock"
flock 9 # two set-ups at once would unpack into the same place
trap 'rm -rf "$APT"' EXIT
prepare_apt
for part; do make_part "$part"; done
