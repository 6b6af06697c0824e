#include "engine/cases/uploads.hpp"

#include "engine/cases/store.hpp"

namespace redress {

UploadReads* uploads_of(StoreReader& store) { return dynamic_cast<UploadReads*>(&store); }
UploadWrites* uploads_of_writer(StoreWriter& store) { return dynamic_cast<UploadWrites*>(&store); }

bool may_attach(StoreReader& store, std::string_view sha256, std::string_view shop) {
  if (store.blob_belongs_to(sha256, shop)) return true;  // asked first: whoever reads without a store throws here
  auto* const uploads = uploads_of(store);
  return !uploads || uploads->uploaded_for(sha256, shop);
}

}  // namespace redress
