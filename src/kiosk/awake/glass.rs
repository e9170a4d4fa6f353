//! The idle inhibitor of Wayland, on the window's own surface.
//!
//! The toolkit owns the connection to the compositor and reads it. What the compositor tells us it sorts into a queue of
//! ours, which is only looked into here: nothing waits.

use std::mem::ManuallyDrop;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use iced::window::Window;
use iced::window::raw_window_handle::{RawDisplayHandle, RawWindowHandle};
use wayland_client::backend::{Backend, ObjectId};
use wayland_client::protocol::{wl_callback, wl_registry, wl_surface};
use wayland_client::{Connection, Dispatch, EventQueue, Proxy, QueueHandle, delegate_noop};
use wayland_protocols::wp::idle_inhibit::zv1::client::zwp_idle_inhibit_manager_v1::ZwpIdleInhibitManagerV1 as Manager;
use wayland_protocols::wp::idle_inhibit::zv1::client::zwp_idle_inhibitor_v1::ZwpIdleInhibitorV1 as Inhibitor;

use super::{Answer, PATIENCE};

/// What a window is shown by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    /// An X server.
    X11,
    /// A Wayland compositor.
    Wayland,
    /// Something that is not asked here.
    Neither,
}

/// Where the surface is kept once it was seen. Never dropped: at the end of the program the toolkit may have closed the
/// connection before, and with it everything on it.
pub type Slot = Arc<Mutex<ManuallyDrop<Option<Glass>>>>;

/// The window's surface, and what was asked for it.
pub struct Glass {
    connection: Connection,
    queue: EventQueue<Offered>,
    offered: Offered,
    surface: wl_surface::WlSurface,
    inhibitor: Option<Inhibitor>,
}

/// What the compositor offers.
#[derive(Default)]
struct Offered {
    manager: Option<Manager>,
    /// It has told all.
    told: bool,
}

impl std::fmt::Debug for Glass {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Glass").field("inhibited", &self.inhibitor.is_some()).finish_non_exhaustive()
    }
}

/// Looks at the window, on its own thread, and leaves its surface in the slot.
pub fn look(window: &dyn Window, slot: &Slot) -> Seen {
    let (Ok(display), Ok(handle)) = (window.display_handle(), window.window_handle()) else { return Seen::Neither };
    match (display.as_raw(), handle.as_raw()) {
        (RawDisplayHandle::Xlib(_) | RawDisplayHandle::Xcb(_), _) => Seen::X11,
        (RawDisplayHandle::Wayland(display), RawWindowHandle::Wayland(window)) => {
            let mut kept = slot.lock().unwrap_or_else(PoisonError::into_inner);
            if kept.is_none() {
                **kept = glass(display.display.as_ptr().cast(), window.surface.as_ptr().cast());
            }
            Seen::Wayland
        }
        _ => Seen::Neither,
    }
}

#[expect(unsafe_code, reason = "the toolkit hands out its connection and its surface as pointers only")]
fn glass(display: *mut std::ffi::c_void, surface: *mut std::ffi::c_void) -> Option<Glass> {
    // SAFETY: both come from the handles of a window that is open, and this runs while it is borrowed. The connection
    // lives as long as the toolkit's event loop and the surface as long as the window, which is until the program ends;
    // what is made of them here is used on the thread of that loop only and never dropped (see `Slot`).
    let (backend, surface) = unsafe {
        let backend = Backend::from_foreign_display(display.cast());
        (backend, ObjectId::from_ptr(wl_surface::WlSurface::interface(), surface.cast()))
    };
    let connection = Connection::from_backend(backend);
    let surface = wl_surface::WlSurface::from_id(&connection, surface.ok()?).ok()?;
    let queue = connection.new_event_queue();
    let display = connection.display();
    let _registry = display.get_registry(&queue.handle(), ());
    let _told = display.sync(&queue.handle(), ());
    let _later = connection.flush();
    Some(Glass { connection, queue, offered: Offered::default(), surface, inhibitor: None })
}

/// Holds the inhibitor, as soon as the compositor has said that it has one; asked for since `since`.
pub(super) fn hold(slot: &Slot, since: Duration) -> Answer {
    let mut kept = slot.lock().unwrap_or_else(PoisonError::into_inner);
    let Some(glass) = kept.as_mut() else { return Answer::Refused("the window has no surface".to_owned()) };
    glass.hold(since)
}

/// Lets it go.
pub(super) fn let_go(slot: &Slot) {
    let mut kept = slot.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(glass) = kept.as_mut() {
        glass.inhibitor.take().iter().for_each(Inhibitor::destroy);
        let _later = glass.connection.flush();
    }
}

impl Glass {
    fn hold(&mut self, since: Duration) -> Answer {
        if let Err(error) = self.queue.dispatch_pending(&mut self.offered) {
            return Answer::Refused(error.to_string());
        }
        if let (Some(manager), None) = (&self.offered.manager, &self.inhibitor) {
            self.inhibitor = Some(manager.create_inhibitor(&self.surface, &self.queue.handle(), ()));
            let _later = self.connection.flush();
        }
        match (&self.inhibitor, self.offered.told) {
            (Some(_), _) => Answer::Kept,
            (None, true) => Answer::Refused("the compositor has no way to hold it off".to_owned()),
            (None, false) if since > PATIENCE => Answer::Refused("the compositor does not answer".to_owned()),
            (None, false) => Answer::Waiting,
        }
    }
}

impl Dispatch<wl_registry::WlRegistry, ()> for Offered {
    fn event(
        offered: &mut Self,
        registry: &wl_registry::WlRegistry,
        event: wl_registry::Event,
        (): &(),
        _connection: &Connection,
        queue: &QueueHandle<Self>,
    ) {
        if let wl_registry::Event::Global { name, interface, .. } = event
            && interface == Manager::interface().name
        {
            offered.manager = Some(registry.bind(name, 1, queue, ()));
        }
    }
}

impl Dispatch<wl_callback::WlCallback, ()> for Offered {
    fn event(
        offered: &mut Self,
        _callback: &wl_callback::WlCallback,
        event: wl_callback::Event,
        (): &(),
        _connection: &Connection,
        _queue: &QueueHandle<Self>,
    ) {
        offered.told |= matches!(event, wl_callback::Event::Done { .. });
    }
}

delegate_noop!(Offered: Manager);
delegate_noop!(Offered: Inhibitor);
