#include "storage/sqlite/sqlite_uploads.hpp"

#include "storage/sqlite/sqlite_writer.hpp"

namespace redress::storage {

bool SqliteUploads::uploaded_for(std::string_view sha256, std::string_view shop) {
  return connection_.run(queries::uploaded_for).bind(sha256, shop).next();
}

void SqliteWriter::put_upload(std::string_view sha256, std::string_view shop) {
  unit_wrote_ = true;
  connection().run(queries::put_upload).bind(sha256, shop).execute();
}

}  // namespace redress::storage
