#!/bin/sh
# Takes the program out again. Conversations and models stay where they are.
set -eu
home=${XDG_DATA_HOME:-$HOME/.local/share}
place=$home/causerie-program
cd "$place/share"
find . -type f | while read -r file; do
    rm -f "$home/$file"
done
rm -f "$HOME/.local/bin/causerie"
cd /
rm -rf "$place"
command -v update-desktop-database >/dev/null 2>&1 && update-desktop-database -q "$home/applications" || true
command -v update-mime-database >/dev/null 2>&1 && update-mime-database "$home/mime" || true
echo "Causerie is removed. Conversations and models stay in $home/Causerie."
