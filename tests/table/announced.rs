//! Iterators that don't tell how long they are.

/// What is announced by another number than there is.
pub struct Announced<I>(pub usize, pub I);

impl<I: Iterator> Iterator for Announced<I> {
    type Item = I::Item;

    fn next(&mut self) -> Option<I::Item> {
        self.1.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.0, None)
    }
}
