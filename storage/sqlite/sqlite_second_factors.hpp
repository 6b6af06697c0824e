// The port of second factors over one connection: the reading half is part of every SqliteReads.
//
// Secrets are sealed under the shop's key. One that cannot be opened (its row was changed, or personal.key is another)
// is read as none, so that an admin can still take the factor off.
#pragma once

#include "engine/cases/second_factors.hpp"
#include "storage/sqlite/connection.hpp"

namespace redress::storage {

class SqliteSecondFactors : public SecondFactorReads {
 public:
  explicit SqliteSecondFactors(Connection& connection) : connection_(connection) {}

  std::optional<SecondFactor> find_second_factor(std::string_view user) override;
  std::vector<SecondFactor> second_factors() override;

 private:
  Connection& connection_;
};

/// What SqliteWriter does for its SecondFactorWrites.
void write_second_factor(Connection& connection, SecondFactor const& factor);
void write_second_factor_use(Connection& connection, SecondFactor const& factor);

}  // namespace redress::storage
