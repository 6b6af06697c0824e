"""A small ext4 file system in a file, mounted over a loop device: a disk that can be filled, and photographed."""

import os
import pathlib
import shutil
import subprocess


class NotPermitted(Exception):
    """This machine lets nobody mount: no root, no loop devices, no mkfs."""


def run(*command):
    done = subprocess.run(command, capture_output=True, check=False, text=True)
    if done.returncode:
        raise NotPermitted(f"{' '.join(map(str, command))}: {done.stderr.strip()}")


class Disk:
    """Mounted while it is used as a context. `image` is what the device holds: what was never synced is not in it."""

    def __init__(self, image, megabytes=0):
        self.image, self.mount = pathlib.Path(image), pathlib.Path(str(image) + ".mounted")
        if os.geteuid() != 0 or not shutil.which("mkfs.ext4"):
            raise NotPermitted("mounting needs root and mkfs.ext4")
        if megabytes:
            with open(image, "wb") as file:
                file.truncate(megabytes << 20)
            run("mkfs.ext4", "-q", "-F", "-m", "0", str(image))

    def __enter__(self):
        self.mount.mkdir(exist_ok=True)
        run("mount", "-o", "loop", str(self.image), str(self.mount))
        return self

    def __exit__(self, *_):
        run("umount", str(self.mount))

    def photograph(self, to):
        """Copies the image until the copy is what the image still is, so that it is the device of one moment. Whoever
        writes must be stopped."""
        while True:
            subprocess.run(["cp", "--sparse=always", str(self.image), str(to)], check=True)
            if subprocess.run(["cmp", "-s", str(self.image), str(to)], check=False).returncode == 0:
                return
