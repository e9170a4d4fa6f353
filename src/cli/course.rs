//! `course`: forgetting what is kept of clients from one session to the next.

use std::io::Write;

use super::{Course, Failure, Places};
use crate::course::Courses;
use crate::journal::{DataDir, lock};
use crate::units::counted;

pub(super) fn run(what: &Course, places: &Places, out: &mut dyn Write) -> Result<(), Failure> {
    let Course::Forget { code, all: _ } = what;
    let data = DataDir::open(&places.data).map_err(Failure::found)?;
    // Else the app could keep anew what is being forgotten.
    let _lock = lock::acquire(&data).map_err(Failure::found)?;
    let courses = Courses::open(&places.data);
    let said = match code {
        None => match courses.forget_all().map_err(Failure::found)? {
            0 => "Nothing was kept of anybody.".to_owned(),
            clients => format!("Forgotten: what was kept of {}.", counted(clients, "client", "clients")),
        },
        Some(code) => match courses.forget(code).map_err(Failure::found)? {
            true => "Forgotten. The records of the sessions are not touched.".to_owned(),
            false => return Err(Failure::Found("Nothing is kept under this code.".to_owned())),
        },
    };
    writeln!(out, "{said}").map_err(Failure::found)
}
