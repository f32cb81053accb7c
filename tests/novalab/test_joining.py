"""nova-wizard --lab-dir: joins the lab that runs in a folder, else starts it."""

from __future__ import annotations

from pathlib import Path

from tests.novalab.programs import LAB, WIZARD, Ended, run, started

QUICK = ("--replay", "--only", "4.4.2/prepare")


def wizard(home: Path, folder: Path, *words: str) -> Ended:
    """Run nova-wizard on the lab in a folder."""
    return run(home, WIZARD, "--lang", "en", "--lab-dir", str(folder), *words)


def test_joins_and_leaves_it_running(tmp_path: Path) -> None:
    """What it does is done on the lab that runs; with its nodes, whatever number."""
    folder = tmp_path / "lab"
    with started(tmp_path, folder, "--nodes", "2") as lab:
        assert wizard(tmp_path, folder, *QUICK).returncode == 0
        assert "nova_api" in lab.ssh("controller", "mysql -unova -pnovadbpass -e 'SHOW DATABASES'").stdout
        checked = wizard(tmp_path, folder, "--replay", "--check", "--output", "json")
        assert checked.returncode == 5
        assert '"compute2"' in checked.stdout
        assert lab.command("status").returncode == 0
        other = wizard(tmp_path, folder, "--lab-nodes", "3", "--replay", "--check")
        assert other.returncode == 3
        assert "compute3" in other.stderr


def test_starts_it_where_none_runs(tmp_path: Path) -> None:
    """What it has done is there when nova-lab starts it; a fault is injected in both cases."""
    folder = tmp_path / "lab"
    assert wizard(tmp_path, folder, *QUICK).returncode == 0
    assert run(tmp_path, LAB, "status", "--dir", str(folder)).returncode == 3
    with started(tmp_path, folder) as lab:
        assert wizard(tmp_path, folder, "--replay", "--check", "--only", "4.4.2/prepare").returncode == 0
        refused = wizard(tmp_path, folder, "--lab-fault", "database-down", *QUICK)
        assert refused.returncode == 1
        assert lab.lab.status()["faults"] == ["database-down"]


def test_with_a_file_the_passwords_are_the_labs(tmp_path: Path) -> None:
    """Those of the file are not used."""
    folder = tmp_path / "lab"
    with started(tmp_path, folder):
        file = tmp_path / "mine.yaml"
        file.touch(0o600)
        file.write_text((folder / "answers.yaml").read_text().replace('"novadbpass"', '"other"'))
        assert wizard(tmp_path, folder, "--replay", str(file), "--only", "4.4.2/prepare").returncode == 0
