"""A simulated Linux host: files, users, processes, shell, disks, systemd, network and general programs."""
