use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// A line to etcd that can be cut.
pub struct Proxy {
    address: String,
    line: watch::Sender<Line>,
    accepting: JoinHandle<()>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Line {
    Up,
    /// What is connected is closed, and what connects, too.
    Cut,
    /// What is connected hears nothing more, and isn't told.
    Dead,
}

impl Proxy {
    pub async fn to(target: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let line = watch::Sender::new(Line::Up);
        let (receiver, target) = (line.subscribe(), target.to_owned());
        let accepting = tokio::spawn(async move {
            loop {
                let (client, _) = listener.accept().await.unwrap();
                tokio::spawn(carry(client, target.clone(), receiver.clone()));
            }
        });
        Self { address, line, accepting }
    }

    pub fn address(&self) -> &str {
        &self.address
    }

    pub fn cut(&self) {
        self.line.send_replace(Line::Cut);
    }

    pub fn fall_silent(&self) {
        self.line.send_replace(Line::Dead);
    }

    /// For what connects from now on.
    pub fn mend(&self) {
        self.line.send_replace(Line::Up);
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

async fn carry(mut client: TcpStream, target: String, mut line: watch::Receiver<Line>) {
    if *line.borrow_and_update() == Line::Up
        && let Ok(mut server) = TcpStream::connect(target).await
    {
        tokio::select! {
            _ = copy_bidirectional(&mut client, &mut server) => return,
            _ = line.changed() => {}
        }
    }
    // Held open, and silent.
    let _ = line.wait_for(|line| *line != Line::Dead).await;
}
