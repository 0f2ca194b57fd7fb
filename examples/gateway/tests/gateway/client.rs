//! A client that sends bytes as they are given, and reads answers as they come.

use std::fmt::Display;
use std::net::SocketAddr;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufStream};
use tokio::net::TcpStream;

/// A connection, for one request after the other.
pub(crate) struct Connection {
    pub(crate) stream: BufStream<TcpStream>,
}

/// What was answered.
#[derive(Debug, Default)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, Vec<u8>)>,
    pub(crate) body: Vec<u8>,
    pub(crate) trailers: Vec<(String, Vec<u8>)>,
}

impl Connection {
    pub(crate) async fn open(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).await.unwrap();
        stream.set_nodelay(true).unwrap();
        // Small: there are tests with many.
        Self { stream: BufStream::with_capacity(1024, 1024, stream) }
    }

    pub(crate) async fn send(&mut self, bytes: impl AsRef<[u8]>) {
        self.stream.write_all(bytes.as_ref()).await.unwrap();
        self.stream.flush().await.unwrap();
    }

    /// Asks for a path, with header lines.
    pub(crate) async fn get(&mut self, path: &str, headers: &[&str]) -> Answer {
        self.ask("GET", path, headers, "").await
    }

    pub(crate) async fn ask(
        &mut self,
        method: &str,
        path: &str,
        headers: &[&str],
        body: impl Display,
    ) -> Answer {
        let body = body.to_string();
        let (line, length) =
            (format!("{method} {path} HTTP/1.1"), format!("Content-Length: {}", body.len()));
        let mut lines = vec![line.as_str(), "Host: test"];
        lines.extend(headers);
        if !body.is_empty() {
            lines.push(&length);
        }
        let head = lines.join("\r\n") + "\r\n\r\n";
        self.send(head + &body).await;
        self.answer_to(method).await
    }

    pub(crate) async fn answer(&mut self) -> Answer {
        self.answer_to("GET").await
    }

    async fn answer_to(&mut self, method: &str) -> Answer {
        let mut answer = self.head().await;
        let has_none = method == "HEAD" || matches!(answer.status, 204 | 304);
        if has_none {
        } else if answer.header("transfer-encoding") == Some("chunked") {
            while let Some(chunk) = self.chunk().await {
                answer.body.extend(chunk);
            }
            answer.trailers = self.fields().await;
        } else if let Some(length) = answer.header("content-length") {
            answer.body = vec![0; length.parse().unwrap()];
            self.stream.read_exact(&mut answer.body).await.unwrap();
        } else {
            self.stream.read_to_end(&mut answer.body).await.unwrap();
        }
        answer
    }

    /// The status and the headers.
    pub(crate) async fn head(&mut self) -> Answer {
        let line = String::from_utf8(self.line().await).unwrap();
        let status = line.split(' ').nth(1).unwrap_or_else(|| panic!("no status: {line:?}"));
        let status = status.parse().unwrap();
        Answer { status, headers: self.fields().await, ..Answer::default() }
    }

    /// A chunk of a body, but the last.
    pub(crate) async fn chunk(&mut self) -> Option<Vec<u8>> {
        let line = String::from_utf8(self.line().await).unwrap();
        let size = usize::from_str_radix(&line, 16).unwrap();
        if size == 0 {
            return None;
        }
        let mut chunk = vec![0; size + 2];
        self.stream.read_exact(&mut chunk).await.unwrap();
        chunk.truncate(size);
        Some(chunk)
    }

    async fn fields(&mut self) -> Vec<(String, Vec<u8>)> {
        let mut fields = Vec::new();
        loop {
            let line = self.line().await;
            let Some(colon) = line.iter().position(|&byte| byte == b':') else {
                return fields;
            };
            let name = String::from_utf8(line[..colon].to_vec()).unwrap().to_lowercase();
            fields.push((name, line[colon + 1..].trim_ascii().to_vec()));
        }
    }

    async fn line(&mut self) -> Vec<u8> {
        let mut line = Vec::new();
        self.stream.read_until(b'\n', &mut line).await.unwrap();
        line.trim_ascii_end().to_vec()
    }

    /// Whether the other side has closed the connection, and sent nothing before.
    pub(crate) async fn is_closed(&mut self) -> bool {
        !matches!(self.stream.read(&mut [0]).await, Ok(1..))
    }
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let value = self.headers.iter().find(|(each, _)| each == name);
        value.map(|(_, value)| str::from_utf8(value).unwrap())
    }

    pub(crate) fn text(&self) -> &str {
        str::from_utf8(&self.body).unwrap()
    }

    /// The version that has run.
    pub(crate) fn version(&self) -> &str {
        self.header("x-amz-executed-version").unwrap_or_else(|| panic!("no version: {self:?}"))
    }

    #[track_caller]
    pub(crate) fn assert(&self, status: u16, text: &str) {
        assert_eq!((self.status, self.text().trim_end()), (status, text));
    }
}
