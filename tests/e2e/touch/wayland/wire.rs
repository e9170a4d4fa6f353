//! The words of Wayland's protocol, and how they and the files that go with them pass through a socket.

use std::io::{IoSlice, IoSliceMut};
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};

use rustix::net::{
    RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, SendAncillaryBuffer, SendAncillaryMessage, SendFlags,
    recvmsg, sendmsg,
};

/// So many files at most go with one reading.
const FILES: usize = 28;
/// Object, code and length.
const HEAD: usize = 8;

/// A request or an event.
pub struct Message {
    /// Whom it is for, or from.
    pub object: u32,
    /// Which of its requests or events it is.
    pub code: u16,
    /// What it says.
    pub body: Vec<u8>,
}

impl Message {
    /// As it goes over the socket.
    pub fn bytes(self) -> Vec<u8> {
        with_head(self.object, self.code, self.body)
    }
}

/// A message of nothing but numbers.
pub fn message(object: u32, code: u16, words: &[u32]) -> Vec<u8> {
    with_head(object, code, words.iter().flat_map(|word| word.to_le_bytes()).collect())
}

fn with_head(object: u32, code: u16, body: Vec<u8>) -> Vec<u8> {
    let size = u32::try_from(HEAD + body.len()).expect("it is short");
    let second = (size << 16) | u32::from(code);
    [object, second].iter().flat_map(|word| word.to_le_bytes()).chain(body).collect()
}

/// The number at this place.
pub fn word(body: &[u8], at: usize) -> u32 {
    u32::from_le_bytes(body[at..at + 4].try_into().expect("four bytes"))
}

/// The text whose length stands at this place, and where it ends.
pub fn text(body: &[u8], at: usize) -> (String, usize) {
    let length = word(body, at) as usize;
    let from = at + 4;
    let words = String::from_utf8_lossy(&body[from..from + length - 1]).into_owned();
    (words, from + length.next_multiple_of(4))
}

/// What has come over a socket and is no whole message yet.
#[derive(Default)]
pub struct Pipe {
    rest: Vec<u8>,
}

impl Pipe {
    /// What has come now; nothing once the other side has gone.
    pub fn read(&mut self, from: BorrowedFd<'_>) -> Option<(Vec<Message>, Vec<OwnedFd>)> {
        let mut bytes = vec![0; 64 * 1024];
        let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(FILES))];
        let mut beside = RecvAncillaryBuffer::new(&mut space);
        let got = recvmsg(from, &mut [IoSliceMut::new(&mut bytes)], &mut beside, RecvFlags::CMSG_CLOEXEC).ok()?;
        let mut files = Vec::new();
        for message in beside.drain() {
            if let RecvAncillaryMessage::ScmRights(more) = message {
                files.extend(more);
            }
        }
        if got.bytes == 0 {
            return None;
        }
        self.rest.extend_from_slice(&bytes[..got.bytes]);
        Some((self.whole(), files))
    }

    fn whole(&mut self) -> Vec<Message> {
        let mut messages = Vec::new();
        while self.rest.len() >= HEAD {
            let (object, second) = (word(&self.rest, 0), word(&self.rest, 4));
            let size = (second >> 16) as usize;
            if self.rest.len() < size {
                break;
            }
            let body = self.rest[HEAD..size].to_vec();
            let _ = self.rest.drain(..size);
            messages.push(Message { object, code: second as u16, body });
        }
        messages
    }
}

/// Writes all of it, the files with the first byte. Whoever has gone is told nothing.
pub fn write(to: impl AsFd, bytes: &[u8], files: &[OwnedFd]) {
    let mut left = bytes;
    let mut files = files;
    while !left.is_empty() || !files.is_empty() {
        let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(FILES))];
        let mut beside = SendAncillaryBuffer::new(&mut space);
        let borrowed: Vec<BorrowedFd<'_>> = files.iter().map(AsFd::as_fd).collect();
        if !borrowed.is_empty() && !beside.push(SendAncillaryMessage::ScmRights(&borrowed)) {
            return;
        }
        let sent = sendmsg(to.as_fd(), &[IoSlice::new(left)], &mut beside, SendFlags::NOSIGNAL);
        let Ok(sent) = sent else { return };
        left = &left[sent..];
        files = &[];
    }
}
