//! Short names between a wasm and its script. The bindings call each function of the browser by its name and a hash of
//! sixteen digits, in both files, and hashes do not compress.

use anyhow::{Context, Result, bail};

/// The number of the section of imports in a wasm.
const IMPORTS: u8 = 2;
/// The number that marks an import as a function.
const FUNCTION: u8 = 0;

/// The same module, with functions named `a`, `b`… in both files.
pub fn shorten(wasm: &[u8], script: &str) -> Result<(Vec<u8>, String)> {
    let mut script = script.to_owned();
    let mut short = vec![];
    let mut rest = Bytes(wasm);
    short.extend(rest.take(8)?);
    while !rest.0.is_empty() {
        let [kind] = *rest.take(1)? else { bail!("a wasm ends in the middle of a section") };
        let length = rest.number()?;
        let section = rest.take(length)?;
        let section = if kind == IMPORTS { imports(section, &mut script)? } else { section.to_vec() };
        short.push(kind);
        write_number(section.len(), &mut short);
        short.extend(section);
    }
    Ok((short, script))
}

fn imports(section: &[u8], script: &mut String) -> Result<Vec<u8>> {
    let mut rest = Bytes(section);
    let count = rest.number()?;
    let mut short = vec![];
    write_number(count, &mut short);
    for number in 0..count {
        let module = rest.name()?;
        let name = rest.name()?;
        let [FUNCTION] = *rest.take(1)? else {
            bail!("{name} is no function: teach xtask/src/site/names.rs what it is")
        };
        let signature = rest.number()?;
        if number == 0 {
            replace(script, &format!("\"{module}\": "), "\"_\": ")?;
        }
        let new = short_name(number);
        replace(script, &format!("\n        {name}: function("), &format!("\n        {new}: function("))?;
        write_name("_", &mut short);
        write_name(&new, &mut short);
        short.push(FUNCTION);
        write_number(signature, &mut short);
    }
    Ok(short)
}

/// Replaces what must be there exactly once: bindings of another form would break silently.
fn replace(script: &mut String, old: &str, new: &str) -> Result<()> {
    if script.matches(old).count() != 1 {
        bail!("the bindings have another form than xtask/src/site/names.rs knows: {old:?} is not there once");
    }
    *script = script.replacen(old, new, 1);
    Ok(())
}

/// The short name with this number: `a`, `b`, … `z`, `aa`, …
fn short_name(number: usize) -> String {
    let letter = char::from(b'a' + (number % 26) as u8);
    if number < 26 { letter.to_string() } else { format!("{}{letter}", short_name(number / 26 - 1)) }
}

/// The bytes of a wasm that have not been read yet.
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count).context("a wasm ends too early")?;
        self.0 = rest;
        Ok(taken)
    }

    /// Reads an unsigned number in LEB128, as wasm writes all its numbers.
    fn number(&mut self) -> Result<usize> {
        let mut number = 0;
        for shift in (0..35).step_by(7) {
            let [byte] = *self.take(1)? else { bail!("a wasm ends in a number") };
            number |= usize::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        bail!("a number in a wasm is too long")
    }

    fn name(&mut self) -> Result<&'a str> {
        let length = self.number()?;
        Ok(std::str::from_utf8(self.take(length)?)?)
    }
}

fn write_number(mut number: usize, out: &mut Vec<u8>) {
    loop {
        let byte = (number & 0x7f) as u8;
        number >>= 7;
        if number == 0 {
            return out.push(byte);
        }
        out.push(byte | 0x80);
    }
}

fn write_name(name: &str, out: &mut Vec<u8>) {
    write_number(name.len(), out);
    out.extend(name.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A wasm that imports these functions, and has one section more.
    fn module(names: &[&str]) -> Vec<u8> {
        let mut section = vec![];
        write_number(names.len(), &mut section);
        for name in names {
            write_name("./phone_bg.js", &mut section);
            write_name(name, &mut section);
            section.extend([FUNCTION, 0x81, 0x01]);
        }
        let mut wasm = b"\0asm\x01\0\0\0".to_vec();
        wasm.push(IMPORTS);
        write_number(section.len(), &mut wasm);
        wasm.extend(section);
        wasm.extend([9, 1, 42]);
        wasm
    }

    fn script(names: &[&str]) -> String {
        let functions: String = names.iter().map(|name| format!("        {name}: function(arg0) {{ }},\n")).collect();
        format!(
            "    const import0 = {{\n        __proto__: null,\n{functions}    }};\n    return \
                {{\n        \"./phone_bg.js\": import0,\n    }};\n"
        )
    }

    #[test]
    fn both_files_get_the_same_short_names_and_keep_the_rest() {
        let names = ["__wbg_fetch_0123456789abcdef", "__wbg_focus_fedcba9876543210"];
        let (wasm, text) = shorten(&module(&names), &script(&names)).expect("shortened");
        assert_eq!(text, script(&["a", "b"]).replace("./phone_bg.js", "_"));
        let mut expected = b"\0asm\x01\0\0\0".to_vec();
        expected.extend([IMPORTS, 15, 2, 1, b'_', 1, b'a', 0, 0x81, 1, 1, b'_', 1, b'b', 0, 0x81, 1, 9, 1, 42]);
        assert_eq!(wasm, expected);
        assert_eq!(
            (short_name(25), short_name(26), short_name(27 * 26)),
            ("z".to_owned(), "aa".to_owned(), "aaa".to_owned())
        );
    }

    #[test]
    fn a_script_of_another_form_is_refused() {
        assert!(shorten(&module(&["__wbg_fetch"]), &script(&["__wbg_focus"])).is_err());
        assert!(shorten(&module(&["__wbg_fetch"])[..20], &script(&["__wbg_fetch"])).is_err());
    }
}
