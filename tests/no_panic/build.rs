//! A shared library may leave symbols undefined. This one may not.

fn main() {
    println!("cargo::rustc-cdylib-link-arg=-Wl,-z,defs");
    // What compiled code may call without being told: `memcpy` and its like.
    println!("cargo::rustc-cdylib-link-arg=-lc");
}
