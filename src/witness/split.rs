use alloc::string::String;
use alloc::vec::Vec;

use super::{WitnessError, numbered, tries};
use crate::point::SaltSeed;
use crate::{Point, Slice, Split, Version, Weight};

impl Split {
    /// A key that lands on the version when it is dealt by this salt: the first of `witness-0`,
    /// `witness-1` … that does. So a version is tried as its users will get it, without a header that
    /// no user sends.
    ///
    /// What else may decide, an alias's rules, is not known here: see
    /// [`Function::witness`](crate::Function::witness).
    ///
    /// ```
    /// use pointsman::{Point, Split, Version, Weight};
    ///
    /// let [v1, v2] = [Version::numbered(1)?, Version::numbered(2)?];
    /// let split = Split::new(v1, [(v2, Weight::from_percent(10)?)])?;
    /// let key = split.witness(v2, "default/B:release")?;
    /// assert_eq!(key, "witness-29");
    /// assert_eq!(split.pick(Point::sticky("default/B:release", key)), v2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the split doesn't list the version, or leaves it without any share; these are proofs that
    /// there is none. If none was found among 32 times as many keys as it takes on average, which has a
    /// chance of one in 10¹³.
    ///
    /// # Cost
    ///
    /// On average one key for a share of 100 %, ten for 10 %, a million for a millionth, and with each a
    /// hash: together less than a tenth of a second.
    pub fn witness(
        &self,
        version: Version,
        salt: impl AsRef<[u8]>,
    ) -> Result<String, WitnessError> {
        let share = self.positive_share(version)?;
        let seed = SaltSeed::of(salt.as_ref());
        let slices = self.slices().filter(|slice| slice.version() == version);
        let slices: Vec<_> = slices.map(|slice| slice.points()).collect();
        let lands = |key: &String| {
            let point = seed.point(key.as_bytes());
            slices.iter().any(|slice| slice.contains(&point))
        };
        let tries = tries(share);
        let key = (0..tries).map(numbered).find(lands);
        key.ok_or(WitnessError::Unlucky { version, tries })
    }

    /// A point that falls to the version: the least. It is what a request brings where the alias is not
    /// sticky.
    ///
    /// ```
    /// use pointsman::{Point, Split, Version, Weight};
    ///
    /// let [v1, v2] = [Version::numbered(1)?, Version::numbered(2)?];
    /// let split = Split::new(v1, [(v2, Weight::from_percent(10)?)])?;
    /// assert_eq!(split.witness_point(v2)?, Point::from_ratio(9, 10)?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the split doesn't list the version, or leaves it without any share.
    pub fn witness_point(&self, version: Version) -> Result<Point, WitnessError> {
        let slice = self.slices().find(|slice| slice.version() == version);
        let point = slice.as_ref().map(Slice::points).map(|points| *points.start());
        point.map_or_else(|| Err(self.no_share(version)), Ok)
    }

    fn positive_share(&self, version: Version) -> Result<Weight, WitnessError> {
        match self.share(version) {
            Weight::ZERO => Err(self.no_share(version)),
            share => Ok(share),
        }
    }

    /// Why a version has none.
    fn no_share(&self, version: Version) -> WitnessError {
        if self.shares().any(|(listed, _)| listed == version) {
            WitnessError::NoShare(version)
        } else {
            WitnessError::Unlisted(version)
        }
    }
}
