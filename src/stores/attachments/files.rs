//! Where files lie: a folder, or a bucket by configuration. What lies there was made by us and is found by its id.
//! No name that anybody typed is ever part of a path.

use super::s3;
use crate::platform::ids::{AttachmentId, EngagementId};
use object_store::local::LocalFileSystem;
use object_store::memory::InMemory;
use object_store::path::Path;
use object_store::{Error, ObjectStore, ObjectStoreExt};
use std::fs::{DirBuilder, Permissions, set_permissions};
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::PathBuf;
use std::sync::Arc;
use uuid::Uuid;

/// Why the file store cannot do what it should.
#[derive(Debug, thiserror::Error)]
pub enum FilesError {
    /// The folder cannot be used.
    #[error("The folder {0} cannot be used for files: {1}.")]
    Folder(String, #[source] std::io::Error),
    /// The address is none that we know.
    #[error("The address of the file store must look like s3://bucket or s3://bucket/folder.")]
    Address,
    /// The file with its name holds something else.
    #[error("The file store-name of the file store holds no name. Remove it.")]
    Name,
    /// The store failed.
    #[error("The file store failed: {0}")]
    Store(#[from] Error),
}

/// The file store.
#[derive(Debug, Clone)]
pub struct Files {
    store: Arc<dyn ObjectStore>,
    folder: Path,
    /// The folder whose files only we may read.
    private: Option<PathBuf>,
    /// The folder, if it is one.
    local: Option<PathBuf>,
}

/// A file that lies in the store, whether anything refers to it or not.
#[derive(Debug, Clone)]
pub struct StoredFile {
    place: Path,
    /// Its size.
    pub bytes: u64,
}

impl Files {
    /// Files in a folder, which is made unless it is there. What is written is on the disk before it is acknowledged.
    ///
    /// # Errors
    /// [`FilesError::Folder`] when it cannot be made.
    pub fn in_folder(folder: &std::path::Path) -> Result<Self, FilesError> {
        let failed = |error| FilesError::Folder(folder.display().to_string(), error);
        DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(failed)?;
        let mode = std::fs::metadata(folder).map_err(failed)?.permissions().mode();
        // One that an earlier version made is open to everybody; a group that shares it was let in by somebody.
        if mode & 0o007 != 0
            && let Err(error) = set_permissions(folder, Permissions::from_mode(mode & 0o770))
        {
            tracing::warn!(%error, "others may look into {}", folder.display());
        }
        let private = (mode & 0o070 == 0).then(|| folder.to_owned());
        let store = LocalFileSystem::new_with_prefix(folder)?.with_fsync(true);
        let local = Some(folder.to_owned());
        Ok(Self { store: Arc::new(store), folder: Path::default(), private, local })
    }

    /// Files in a bucket, such as `s3://bucket/folder`; the keys come from the usual `AWS_…` variables.
    ///
    /// # Errors
    /// [`FilesError::Address`] when it is no such address.
    pub fn in_bucket(url: &str) -> Result<Self, FilesError> {
        let rest = url.strip_prefix("s3://").ok_or(FilesError::Address)?;
        let (bucket, folder) = rest.split_once('/').unwrap_or((rest, ""));
        if bucket.is_empty() {
            return Err(FilesError::Address);
        }
        let store = s3::bucket(bucket)?;
        Ok(Self { store, folder: Path::from(folder), private: None, local: None })
    }

    /// Files that are gone with the process, for tests.
    #[must_use]
    pub fn in_memory() -> Self {
        let store = Arc::new(InMemory::new());
        Self { store, folder: Path::default(), private: None, local: None }
    }

    /// Stores a file.
    ///
    /// # Errors
    /// [`FilesError::Store`].
    pub async fn put(
        &self,
        engagement: EngagementId,
        id: AttachmentId,
        bytes: Vec<u8>,
    ) -> Result<(), FilesError> {
        let place = self.place(engagement, id);
        self.store.put(&place, bytes.into()).await?;
        if let Some(folder) = &self.private {
            let file = folder.join(place.to_string());
            let closed = tokio::fs::set_permissions(file, Permissions::from_mode(0o600)).await;
            closed.map_err(|error| FilesError::Folder(folder.display().to_string(), error))?;
        }
        Ok(())
    }

    /// A file; `None` when it is not there.
    ///
    /// # Errors
    /// [`FilesError::Store`].
    pub async fn get(
        &self,
        engagement: EngagementId,
        id: AttachmentId,
    ) -> Result<Option<Vec<u8>>, FilesError> {
        match self.store.get(&self.place(engagement, id)).await {
            Ok(found) => Ok(Some(found.bytes().await?.into())),
            Err(Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// The name of this file store, which it gets with its first use: whoever reads the same name shares its files.
    ///
    /// # Errors
    /// [`FilesError::Store`].
    pub async fn name(&self) -> Result<Uuid, FilesError> {
        let place = self.folder.clone().join("store-name");
        // Of two servers that begin at once the later one's counts, so that it is read after it was written.
        for _ in 0..2 {
            match self.store.get(&place).await {
                Ok(found) => {
                    let bytes = found.bytes().await?;
                    let read =
                        std::str::from_utf8(&bytes).ok().and_then(|it| it.trim().parse().ok());
                    if let Some(name) = read {
                        return Ok(name);
                    }
                }
                Err(Error::NotFound { .. }) => {}
                Err(error) => return Err(error.into()),
            }
            self.store.put(&place, Uuid::now_v7().to_string().into()).await?;
        }
        Err(FilesError::Name)
    }

    /// Forgets files whose rows were not stored after all. One that stays is found by nobody.
    pub async fn forget(&self, engagement: EngagementId, ids: &[AttachmentId]) {
        for id in ids {
            if let Err(error) = self.store.delete(&self.place(engagement, *id)).await {
                tracing::warn!(%error, %engagement, "a file that nothing refers to stays in the file store");
            }
        }
    }

    /// Everything that lies under an engagement.
    ///
    /// # Errors
    /// [`FilesError::Store`].
    pub async fn stored(&self, engagement: EngagementId) -> Result<Vec<StoredFile>, FilesError> {
        let folder = self.folder.clone().join(engagement.to_string());
        let found = match self.store.list_with_delimiter(Some(&folder)).await {
            Ok(found) => found.objects,
            Err(Error::NotFound { .. }) => Vec::new(),
            Err(error) => return Err(error.into()),
        };
        let file = |it: object_store::ObjectMeta| StoredFile { place: it.location, bytes: it.size };
        Ok(found.into_iter().map(file).collect())
    }

    /// Removes a file for good. One that is gone already is no fault.
    ///
    /// # Errors
    /// [`FilesError::Store`].
    pub async fn erase(&self, file: &StoredFile) -> Result<(), FilesError> {
        match self.store.delete(&file.place).await {
            Ok(()) | Err(Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Removes the folder of an engagement with all that is left in it, such as what was being written when a server was
    /// killed. A bucket has no folders.
    ///
    /// # Errors
    /// [`FilesError::Folder`].
    pub async fn erase_folder(&self, engagement: EngagementId) -> Result<(), FilesError> {
        let Some(folder) = self.local.as_ref().map(|it| it.join(engagement.to_string())) else {
            return Ok(());
        };
        match tokio::fs::remove_dir_all(&folder).await {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(FilesError::Folder(folder.display().to_string(), error))
            }
            _ => Ok(()),
        }
    }

    fn place(&self, engagement: EngagementId, id: AttachmentId) -> Path {
        self.folder.clone().join(engagement.to_string()).join(id.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_file_is_found_by_its_engagement_and_id_only() {
        let folder = std::env::temp_dir().join(format!("faultline-files-{}", std::process::id()));
        let files = Files::in_folder(&folder).unwrap();
        let mode = std::fs::metadata(&folder).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o700, "nobody else may look into it");
        assert_eq!(files.name().await.unwrap(), files.name().await.unwrap());
        let (room, id) = (EngagementId::new(), AttachmentId::new());
        files.put(room, id, b"abc".to_vec()).await.unwrap();
        assert_eq!(files.get(room, id).await.unwrap().as_deref(), Some(&b"abc"[..]));
        let file = folder.join(room.to_string()).join(id.to_string());
        assert_eq!(std::fs::metadata(file).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(files.get(EngagementId::new(), id).await.unwrap(), None);
        files.forget(room, &[id]).await;
        assert_eq!(files.get(room, id).await.unwrap(), None);
        files.put(room, id, b"abcd".to_vec()).await.unwrap();
        std::fs::write(folder.join(room.to_string()).join(format!("{id}#1")), "half").unwrap();
        let stored = files.stored(room).await.unwrap();
        assert_eq!(stored.iter().map(|file| file.bytes).collect::<Vec<_>>(), [4]);
        files.erase(&stored[0]).await.unwrap();
        files.erase(&stored[0]).await.unwrap();
        files.erase_folder(room).await.unwrap();
        files.erase_folder(room).await.unwrap();
        assert!(!folder.join(room.to_string()).exists());
        assert!(files.stored(room).await.unwrap().is_empty());
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn an_address_that_is_no_bucket_is_refused() {
        for url in ["https://files.example", "s3://", "s3:///x", ""] {
            assert!(matches!(Files::in_bucket(url), Err(FilesError::Address)), "{url}");
        }
    }
}
