#!/bin/sh
# install.sh VENV LOCK [TOOL_PACKAGE…]: system libraries (by apt, where that is allowed), a virtual
# environment in VENV, and the Python packages of LOCK, each checked by its hash. Fonts come with the
# repository. What cannot be installed is named in one line.
set -eu
venv=$1 lock=$2
shift 2

python=${PYTHON:-python3}
command -v "$python" >/dev/null || { echo "make: Python 3.11 or newer is needed: install python3 and python3-venv" >&2; exit 2; }
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
  echo "make: Python 3.11 or newer is needed; $("$python" --version) is installed (PYTHON=python3.12 make chooses another)" >&2; exit 2; }

# What is missing, as Debian packages: Pango and HarfBuzz for typesetting, venv, and the tools of the tests.
missing=
for library in libpango-1.0.so.0=libpango-1.0-0 libpangoft2-1.0.so.0=libpangoft2-1.0-0 libharfbuzz-subset.so.0=libharfbuzz-subset0; do
  "$python" -c "import ctypes; ctypes.CDLL('${library%=*}')" 2>/dev/null || missing="$missing ${library#*=}"
done
"$python" -c 'import venv, ensurepip' 2>/dev/null || missing="$missing python3-venv"
for package in "$@"; do
  case $package in
    coreutils) program=sha256sum ;;
    gettext) program=msgmerge ;;
    libxml2-utils) program=xmllint ;;
    default-jdk-headless) program=javac ;;
    poppler-utils) program=pdfsig ;;
    softhsm2) program=softhsm2-util ;;
    libjaxb-java) program=/usr/share/java/jaxb-runtime.jar ;;
    *) program=$package ;;
  esac
  [ -e "$program" ] || command -v "$program" >/dev/null || missing="$missing $package"
done

if [ -n "$missing" ]; then
  as_root=
  [ "$(id -u)" = 0 ] || as_root="sudo -n"
  if command -v apt-get >/dev/null && { [ -z "$as_root" ] || sudo -n true 2>/dev/null; }; then
    echo "installing$missing"
    $as_root apt-get update -qq && DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends $missing >/dev/null || {
      echo "make: these could not be installed:$missing" >&2; exit 2; }
  else
    echo "make: please install first (apt-get install or the like):$missing" >&2
    exit 2
  fi
fi

[ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
export PIP_DISABLE_PIP_VERSION_CHECK=1
"$venv/bin/python" -m pip install --quiet --require-hashes -r "$lock"
"$venv/bin/python" -m pip install --quiet --no-deps --no-build-isolation -e .
