//! A Wayland compositor without a screen.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use super::patience::until;

/// Sway, ended when dropped. It refuses to be root: then it is run by the user who owns nothing.
pub struct Sway {
    server: Child,
    socket: PathBuf,
}

impl Sway {
    /// A compositor of 1280×800 in which every window fills the screen.
    pub fn open(folder: &Path) -> Self {
        fs::create_dir_all(folder).expect("folder of the compositor");
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700)).expect("private folder");
        let told = folder.join("wayland");
        let settings = [
            "xwayland disable",
            "default_border none",
            "output HEADLESS-1 resolution 1280x800 position 0 0",
            "for_window [app_id=\".*\"] fullscreen enable",
            &format!("exec echo $WAYLAND_DISPLAY > {}", told.display()),
        ];
        fs::write(folder.join("config"), settings.join("\n") + "\n").expect("settings of sway");
        let mut command = if fs::metadata(folder).expect("it was made").uid() == 0 {
            let given = Command::new("chown").arg("-R").arg("nobody").arg(folder).status();
            assert!(given.expect("chown").success(), "the folder is not given away");
            let mut other = Command::new("setpriv");
            let _ = other.args(["--reuid=nobody", "--regid=nogroup", "--clear-groups", "sway"]);
            other
        } else {
            Command::new("sway")
        };
        let server = command
            .arg("-c")
            .arg(folder.join("config"))
            .env("XDG_RUNTIME_DIR", folder)
            .env("HOME", folder)
            .envs([("WLR_BACKENDS", "headless"), ("WLR_LIBINPUT_NO_DEVICES", "1"), ("WLR_RENDERER", "pixman")])
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("WAYLAND_SOCKET")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("sway is installed by scripts/test");
        let name = until("the compositor", Duration::from_secs(20), || {
            fs::read_to_string(&told).ok().filter(|name| name.ends_with('\n'))
        });
        Self { server, socket: folder.join(name.trim()) }
    }

    /// What a program needs in its environment to be shown here.
    pub fn environment(&self) -> Vec<(&'static str, String)> {
        vec![("WAYLAND_DISPLAY", self.socket.display().to_string())]
    }
}

impl Drop for Sway {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}
