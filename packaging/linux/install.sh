#!/bin/sh
# Puts this folder's program into the menu of whoever runs it; nothing else is changed, and no rights are needed.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
home=${XDG_DATA_HOME:-$HOME/.local/share}
place=$home/causerie-program
if [ "$here" != "$place" ]; then
    rm -rf "$place"
    mkdir -p "$home"
    cp -a "$here" "$place"
fi
cd "$place/share"
find . -type f | while read -r file; do
    mkdir -p "$home/$(dirname "$file")"
    cp "$file" "$home/$file"
done
sed -i "s|^Exec=causerie|Exec=\"$place/causerie\"|" "$home/applications/causerie.desktop"
mkdir -p "$HOME/.local/bin"
ln -sf "$place/causerie" "$HOME/.local/bin/causerie"
command -v update-desktop-database >/dev/null 2>&1 && update-desktop-database -q "$home/applications" || true
command -v update-mime-database >/dev/null 2>&1 && update-mime-database "$home/mime" || true
echo "Causerie is in the menu, and is started by $HOME/.local/bin/causerie."
echo "To remove it: $place/uninstall.sh"
