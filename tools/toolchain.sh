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
# Emscripten, the programs it calls, and the libraries these load; Python and Node are the host's. The list is
# closed: apt's own resolution would bring two hundred megabytes of compilers for the host.
readonly EMSCRIPTEN_PACKAGES=(
  emscripten binaryen clang-19 libclang-cpp19 libclang-common-19-dev lld-19 llvm-19 libllvm19 node-acorn
  libbsd0 libc6 libedit2 libffi8 libgcc-s1 liblzma5 libmd0 libstdc++6 libtinfo6 libxml2 libz3-4 libzstd1 zlib1g
)
readonly LLVM_PROGRAMS=(clang clang++ wasm-ld llvm-ar llvm-nm llvm-objcopy llvm-ranlib llvm-strip llvm-dwarfdump)
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
APT::Update::Error-Mode "any";
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

# What no single-threaded wasm32 program links, and documentation.
unneeded() {
  printf '%s\n' './usr/share/doc/*' './usr/share/man/*' './usr/share/locale/*' \
    './usr/share/emscripten/docs/*' './usr/share/emscripten/html/*' './usr/share/emscripten/test/*' \
    '*/wasm64-emscripten/*' '*/wasm32-emscripten/pic/*' '*/wasm32-emscripten/lto/pic/*' '*/libGL-*emu*' '*/libGL-*ofb*' '*/libGL-*webgl2*' '*/libGL-*full_es3*' '*webgpu*' \
    '*-mt.a' '*-mt-*.a' '*-ww.a' '*-ww-*.a' '*-asan*.a' '*wasmfs*.a' '*/cache/sysroot/lib/*san*'
}

# start_by_private_loader PROGRAM-FILE SCRIPT [ARGUMENT...]: these programs need a newer libc than the host's. The
# dynamic loader of that libc starts them, so neither a chroot nor a name space (nor a right to make one) is needed.
start_by_private_loader() {
  local program=$1 script=$2
  shift 2
  cat >"$script" <<WRAPPER
#!/bin/sh
here=\${0%/*}/../usr
lib=\$here/lib/$LIBRARIES
exec "\$lib/$LOADER" --library-path "\$lib:\$here/lib/llvm-19/lib" --argv0 "\$0" "\$here/$program" $* "\$@"
WRAPPER
  chmod +x "$script"
}

make_emscripten() { # make_emscripten DIRECTORY
  local into=$1 name
  mkdir "$into/download" "$into/bin"
  phase 'downloading Emscripten and LLVM (330 MB)'
  (cd "$into/download" && apt-get download "${EMSCRIPTEN_PACKAGES[@]}") || download_failed Emscripten
  phase 'unpacking Emscripten and LLVM (900 MB)'
  unneeded >"$into/unneeded"
  export into # for the shells of xargs
  # shellcheck disable=SC2016
  printf '%s\0' "$into"/download/*.deb | xargs -0 -P "$(nproc)" -n 1 sh -c \
    'dpkg-deb --fsys-tarfile "$0" | tar -x -C "$into" --keep-directory-symlink -X "$into/unneeded" && rm "$0"' ||
    fail 'Emscripten could not be unpacked' 'look at the free disk space (2 GB are needed) and run it again'
  rm -rf "$into/download" "$into/unneeded"

  local loader
  loader=$(cd "$into/usr/lib" && printf '%s\n' *-linux-gnu/ld-linux-*.so.* | head -1)
  LIBRARIES=${loader%/*} LOADER=${loader##*/}
  # The loader is what /proc/self/exe shows, so clang has to be told where it is.
  local clang_options='-no-canonical-prefixes -resource-dir "$here/lib/llvm-19/lib/clang/19"'
  for name in "${LLVM_PROGRAMS[@]}"; do
    case $name in
      clang*) start_by_private_loader "lib/llvm-19/bin/$name" "$into/bin/$name" "$clang_options" ;;
      *) start_by_private_loader "lib/llvm-19/bin/$name" "$into/bin/$name" ;;
    esac
  done
  for name in "$into"/usr/bin/wasm-*; do
    [ -L "$name" ] || start_by_private_loader "bin/${name##*/}" "$into/bin/${name##*/}"
  done
  # Binaryen is looked for in bin/ of its root; paths are relative to this file, so that the tree can be moved.
  cat >"$into/usr/share/emscripten/.emscripten" <<'CONFIG'
import os
root = os.path.abspath(os.path.join(os.path.dirname(os.environ['EM_CONFIG']), '..', '..', '..'))
LLVM_ROOT = os.path.join(root, 'bin')
BINARYEN_ROOT = root
NODE_JS = 'node'
FROZEN_CACHE = True # every system library comes prebuilt
CONFIG
  # Its scripts are CommonJS; the nearest package.json above would be ours, which says "module".
  printf '{ "type": "commonjs" }\n' >"$into/package.json"
  # Where Node looks for acorn, which Emscripten imports. In Debian the link comes with nodejs; without it, an acorn
  # would be found in our own node_modules, or none at all on a machine where npm has not run yet.
  ln -s nodejs "$into/usr/share/node_modules"
  try_emscripten "$into"
}

try_emscripten() { # try_emscripten DIRECTORY: compiles, links and runs a program that throws
  phase 'trying Emscripten on a small program'
  mkdir "$1/try"
  cat >"$1/try/try.cpp" <<'PROGRAM'
#include <cstdio>
#include <stdexcept>
int main() {
  try {
    throw std::runtime_error("ok");
  } catch (const std::exception& error) {
    std::puts(error.what());
  }
}
PROGRAM
  local said
  said=$(cd "$1/try" && ../usr/share/emscripten/em++ -O2 -fwasm-exceptions -sMALLOC=emmalloc try.cpp -o try.js &&
    node try.js) || said='nothing'
  [ "$said" = ok ] || fail "a small program compiled by Emscripten says \"$said\" instead of \"ok\"" \
    'see the messages above; python3 and node must be on PATH'
  rm -rf "$1/try"
}

make_part() { # make_part NAME
  local partial=$DIRECTORY/$1.partial
  if [ "$(cat "$DIRECTORY/$1/stamp" 2>/dev/null)" = "$STAMP" ]; then
    return # another set-up has made it while this one waited for the lock
  fi
  rm -rf "$partial" "${DIRECTORY:?}/$1"
  mkdir "$partial"
  "make_$1" "$partial"
  printf '%s\n' "$STAMP" >"$partial/stamp"
  mv "$partial" "$DIRECTORY/$1"
}

STAMP=$(sha256sum "$0" | cut -d' ' -f1)
DIRECTORY=$(realpath -m "${1:?usage: toolchain.sh DIRECTORY PART...}")
shift
readonly STAMP DIRECTORY APT=$DIRECTORY/apt
mkdir -p "$DIRECTORY"
exec 9>"$DIRECTORY/lock"
flock 9 # two set-ups at once would unpack into the same place
trap 'rm -rf "$APT"' EXIT
prepare_apt
for part; do make_part "$part"; done
