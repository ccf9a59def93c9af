//! The entries of the wasm in the browser: `phone`, `board` and `desk` are programs of two lines, each of which wakes
//! up the live page of one audience. All are linked from one build of `app`; the linker leaves out the screens of the
//! others, so that each wasm holds those of one audience.
//!
//! It holds no screens and no rules: those are in `app` (feature `hydrate`) and in `domain`. The office and the doors
//! are pages without wasm and do not need it.
//!
//! What happens: the script in the page (`app::shell`) loads the wasm, which runs `main`; that calls `hydrate` of the
//! audience, which reads the boot data in the page, renders the same screen from it and goes on from there. Why the
//! wasm has to be small, and what keeps it so, stands in `docs/decisions/0006-small-wasm.md`; how it is built, in
//! `xtask/src/site.rs`.
