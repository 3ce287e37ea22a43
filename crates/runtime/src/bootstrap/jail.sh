# A root of its own for a sandbox, in a mount namespace of its own: the host's folders, with code
# in /var/task, layers in /opt, bootstraps in /var/runtime and a bounded /tmp.
#
# ROOT TASK OPT BOOTSTRAPS MEGABYTES PROGRAM [ARGUMENT...]
set -e
root=$1 task=$2 opt=$3 bootstraps=$4 megabytes=$5
shift 5
# The function's own path leads to its interpreter, and not to the tools of this script.
path=$PATH
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
mount -t tmpfs -o size=1m,mode=755 tmpfs "$root"
bind() { # FOLDER-OF-HOST PLACE
  if [ -L "$1" ]; then
    cp -P "$1" "$root$2"
  elif [ -d "$1" ]; then
    mkdir -p "$root$2"
    mount --rbind "$1" "$root$2"
  fi
}
for entry in /*; do
  case $entry in
    /tmp | /opt | /var) ;;
    *) bind "$entry" "$entry" ;;
  esac
done
mkdir "$root/var" "$root/tmp"
for entry in /var/*; do
  case $entry in
    /var/task | /var/runtime | /var/tmp) ;;
    *) bind "$entry" "$entry" ;;
  esac
done
bind "$task" /var/task
bind "$opt" /opt
bind "$bootstraps" /var/runtime
for place in /var/task /opt /var/runtime; do
  mount -o remount,bind,ro "$root$place"
done
mount -t tmpfs -o "size=${megabytes}m,mode=1777" tmpfs "$root/tmp"
ln -s /tmp "$root/var/tmp"
exec setpriv --pdeathsig KILL chroot "$root" \
  /bin/sh -c 'PATH=$1 && shift && cd /var/task && exec "$@"' sh "$path" "$@"
