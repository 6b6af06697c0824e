// The reading half of the port of uploads over one connection; part of every SqliteReads.
#pragma once

#include "engine/cases/uploads.hpp"
#include "storage/sqlite/connection.hpp"

namespace redress::storage {

class SqliteUploads : public UploadReads {
 public:
  explicit SqliteUploads(Connection& connection) : connection_(connection) {}

  bool uploaded_for(std::string_view sha256, std::string_view shop) override;

 private:
  Connection& connection_;
};

}  // namespace redress::storage
