//! A running `HAProxy` that answers with the hash of what it is sent.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::process::{Child, Command};
use std::time::{Duration, Instant};
use std::{env, fs, process, thread};

pub struct Haproxy {
    child: Child,
    directory: PathBuf,
}

impl Haproxy {
    /// One that hashes with these seeds: the path of a request is the index of its seed.
    pub fn start(seeds: &[i64]) -> Self {
        let directory = env::temp_dir().join(format!("haproxy-{}-{}", process::id(), seeds.len()));
        fs::create_dir_all(&directory).expect("a directory");
        let socket = directory.join("socket");
        let mut configuration = format!(
            "defaults\n mode http\n timeout client 30s\n timeout server 30s\n timeout connect 30s\n\
             frontend hash\n bind unix@{}\n",
            socket.display()
        );
        for (index, seed) in seeds.iter().enumerate() {
            writeln!(
                configuration,
                " http-request return status 200 content-type text/plain \
                 lf-string %[req.hdr(key),url_dec,xxh3({seed})] if {{ path /{index} }}"
            )
            .expect("a string takes all");
        }
        let file = directory.join("haproxy.cfg");
        fs::write(&file, configuration).expect("a file");
        let child = Command::new("haproxy").arg("-db").arg("-f").arg(&file).spawn();
        let haproxy = Self { child: child.expect("haproxy"), directory };
        let began = Instant::now();
        while UnixStream::connect(&socket).is_err() {
            assert!(began.elapsed() < Duration::from_secs(30), "haproxy does not listen");
            thread::sleep(Duration::from_millis(10));
        }
        haproxy
    }

    /// The hashes of these bytes, each with the seed of this index.
    pub fn hashes<'a>(&self, asked: impl Iterator<Item = (usize, &'a [u8])>) -> Vec<i64> {
        let stream = UnixStream::connect(self.directory.join("socket")).expect("it listens");
        let mut answers = BufReader::new(stream.try_clone().expect("a second handle"));
        asked.map(|asked| hash(asked, &stream, &mut answers)).collect()
    }
}

fn hash((seed, bytes): (usize, &[u8]), mut to: &UnixStream, from: &mut impl BufRead) -> i64 {
    let key = bytes.iter().map(|byte| format!("%{byte:02x}")).collect::<Vec<_>>().concat();
    write!(to, "GET /{seed} HTTP/1.1\r\nhost: h\r\nkey: {key}\r\n\r\n").expect("it reads");
    let mut length = None;
    loop {
        let mut line = String::new();
        assert_ne!(from.read_line(&mut line).expect("it answers"), 0, "the answer ends early");
        let line = line.trim_end();
        if line.is_empty() {
            break;
        }
        if let Some(value) = line.strip_prefix("content-length: ") {
            length = Some(value.parse().expect("a number"));
        }
    }
    let mut body = vec![0; length.expect("a content-length")];
    from.read_exact(&mut body).expect("a body");
    String::from_utf8(body).expect("text").trim().parse().expect("a hash")
}

impl Drop for Haproxy {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = fs::remove_dir_all(&self.directory);
    }
}
