// Who uploaded which bytes, and the port of stores that keep it (docs/evidence.md).
//
// A hash is no secret: receipts, packs and the trail tell it. So it opens a file for its uploader's shop and for nobody
// else. A store on a disk is an UploadReads in its readers and an UploadWrites in its writers; the memory store keeps
// no files and is neither. Threads and errors are those of the Store port.
#pragma once

#include <string_view>

namespace redress {

class StoreReader;
class StoreWriter;

class UploadReads {
 public:
  virtual ~UploadReads() = default;
  /// Whether the bytes were uploaded for that shop, or for every shop, and no item of the shop has them since: from
  /// then on they belong to the person whose case that is.
  virtual bool uploaded_for(std::string_view sha256, std::string_view shop) = 0;
};

class UploadWrites {
 public:
  virtual ~UploadWrites() = default;
  /// By a caller of that shop; "" by one of every shop, for whichever takes them.
  virtual void put_upload(std::string_view sha256, std::string_view shop) = 0;
};

/// Null where the store keeps no files.
UploadReads* uploads_of(StoreReader& store);
UploadWrites* uploads_of_writer(StoreWriter& store);

/// Whether an item of that shop may be made of these bytes: some active person's item has them, or they were uploaded
/// for it. True where the store keeps no files.
bool may_attach(StoreReader& store, std::string_view sha256, std::string_view shop);

}  // namespace redress
