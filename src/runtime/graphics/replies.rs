//! What a terminal replies when it is asked, one sequence at a time.

/// What a terminal said of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// It took the kitty graphics question for what it is.
    pub kitty: bool,
    /// DA1 lists sixel graphics.
    pub sixel: bool,
    /// Name and version by XTVERSION: `kitty(0.26.5)`, `XTerm(379)`.
    pub name: Option<String>,
    /// Width and height of a cell in pixels.
    pub cell: Option<(u16, u16)>,
    /// Width and height of the text area in pixels.
    pub area: Option<(u16, u16)>,
    /// The colour behind the text, for images that can be seen through.
    pub background: Option<[u8; 3]>,
    /// The terminal behind tmux, when images can be handed on to it. It is not the terminal that
    /// answers this, but tmux.
    pub behind: Option<String>,
    /// DA1 was answered. It is asked last and everybody has it, so nothing more will come.
    pub complete: bool,
}

impl Facts {
    /// Take in a reply. One that was not asked for changes nothing.
    pub fn take(&mut self, sequence: &[u8]) {
        match sequence {
            [0x1b, b'_', b'G', said @ ..] => {
                let said = String::from_utf8_lossy(said);
                self.kitty |= said.starts_with("i=31") && said.contains(";OK");
            }
            [0x1b, b'P', b'>', b'|', said @ ..] => {
                self.name = Some(name(said));
            }
            [0x1b, b']', b'1', b'1', b';', said @ ..] => {
                self.background = colour(&String::from_utf8_lossy(said)).or(self.background);
            }
            [0x1b, b'[', b'?', said @ .., b'c'] => {
                let said = String::from_utf8_lossy(said);
                // The first number is the kind of terminal.
                self.sixel |= said.split(';').skip(1).any(|number| number == "4");
                self.complete = true;
            }
            [0x1b, b'[', said @ .., b't'] => {
                let said = String::from_utf8_lossy(said);
                let numbers: Vec<u16> =
                    said.split(';').filter_map(|number| number.parse().ok()).collect();
                match numbers[..] {
                    [6, height, width] if height > 0 && width > 0 => {
                        self.cell = Some((width, height));
                    }
                    [4, height, width] if height > 0 && width > 0 => {
                        self.area = Some((width, height));
                    }
                    _ => {}
                }
            }
            _ => {}
        }
    }
}

fn name(said: &[u8]) -> String {
    let said = String::from_utf8_lossy(said);
    said.chars().take_while(|c| !c.is_control()).take(80).collect()
}

/// `rgb:1010/1414/1818`, with one to four digits each.
fn colour(said: &str) -> Option<[u8; 3]> {
    let digits: String = said.chars().take_while(|c| !c.is_control()).collect();
    let mut parts = digits.strip_prefix("rgb:")?.split('/').map(|part| {
        let value = u32::from_str_radix(part, 16).ok()?;
        let most =
            16_u32.checked_pow(u32::try_from(part.len()).ok().filter(|length| *length <= 4)?)? - 1;
        u8::try_from(value * 255 / most.max(1)).ok()
    });
    Some([parts.next()??, parts.next()??, parts.next()??])
}
