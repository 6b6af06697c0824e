#include "storage/sqlite/sqlite_second_factors.hpp"

#include "storage/common/sealing.hpp"
#include "storage/sqlite/rows.hpp"
#include "storage/sqlite/sqlite_writer.hpp"

#include <fmt/format.h>

#include <cassert>

namespace redress::storage {
namespace {

std::string about(std::string_view user) { return fmt::format("second factor of {}", user); }

std::string text_of(std::vector<RecoveryCode> const& codes) {
  boost::json::array all;
  for (auto const& each : codes) {
    boost::json::object one{{"sha256", each.sha256}};
    if (each.used_at) one.emplace("used_ms", each.used_at->ms);
    all.push_back(std::move(one));
  }
  return boost::json::serialize(all);
}

std::vector<RecoveryCode> recovery_from(std::string const& text) {
  std::vector<RecoveryCode> codes;
  auto const all = boost::json::parse(text);
  for (auto const& each : all.as_array()) {
    RecoveryCode one{.sha256 = std::string(each.at("sha256").as_string())};
    if (auto const* used = each.as_object().if_contains("used_ms")) one.used_at = Instant{used->as_int64()};
    codes.push_back(std::move(one));
  }
  return codes;
}

SecondFactor factor_from(Connection& connection, Run const& run) {
  SecondFactor factor{.user = run.text(0),
                      .shop = run.text(1),
                      .secret = {},
                      .begun_at = run.instant(3),
                      .confirmed_at = run.instant_or_none(4),
                      .last_step = run.integer(5),
                      .recovery = recovery_from(run.text(6))};
  factor.no_key = !connection.has_keys();
  if (factor.no_key) return factor;
  factor.secret = unseal(connection.shop_key(factor.shop), run.text(2), about(factor.user));
  return factor;
}

}  // namespace

std::optional<SecondFactor> SqliteSecondFactors::find_second_factor(std::string_view user) {
  auto run = connection_.run(queries::find_second_factor);
  return one_row(run.bind(user), [this](Run const& row) { return factor_from(connection_, row); });
}

std::vector<SecondFactor> SqliteSecondFactors::second_factors() {
  auto run = connection_.run(queries::second_factors);
  return all_rows(run, [this](Run const& row) { return factor_from(connection_, row); });
}

void write_second_factor(Connection& connection, SecondFactor const& factor) {
  assert(factor.secret && "what is put has its secret");
  auto const sealed = seal(connection.shop_key(factor.shop), *factor.secret, about(factor.user));
  connection.run(queries::put_second_factor)
      .bind(factor.user, factor.shop, RawBytes{sealed}, factor.begun_at, factor.confirmed_at, factor.last_step,
            text_of(factor.recovery))
      .execute();
}

void write_second_factor_use(Connection& connection, SecondFactor const& factor) {
  connection.run(queries::use_second_factor).bind(factor.user, factor.last_step, text_of(factor.recovery)).execute();
}

void SqliteWriter::put_second_factor(SecondFactor const& factor) {
  unit_wrote_ = true;
  write_second_factor(connection(), factor);
}

void SqliteWriter::use_second_factor(SecondFactor const& factor) {
  unit_wrote_ = true;
  write_second_factor_use(connection(), factor);
}

void SqliteWriter::remove_second_factor(std::string_view user) {
  unit_wrote_ = true;
  connection().run(queries::remove_second_factor).bind(user).execute();
}

}  // namespace redress::storage
