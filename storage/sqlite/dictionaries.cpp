#include "storage/sqlite/dictionaries.hpp"

#include "engine/ledger/hash.hpp"
#include "storage/sqlite/connection.hpp"
#include "storage/squeeze/press.hpp"

#include <fmt/format.h>

namespace redress::storage {
namespace {

[[noreturn]] void give_up(std::int64_t number, std::string_view zh, std::string_view en) {
  throw FaultError(
      {FaultKind::internal, {fmt::format("字典 {} {}", number, zh), fmt::format("dictionary {} {}", number, en)}});
}

bool is_whole(std::string_view bytes, std::string_view sha256) {
  return ledger::hex(ledger::sha256(ledger::as_bytes(bytes))) == sha256;
}

}  // namespace

std::string Dictionaries::bytes_of(Connection& connection, std::int64_t number, Copies copies) {
  auto run = connection.run(queries::find_dictionary);
  if (!run.bind(number).next()) give_up(number, "缺失", "is missing");
  auto bytes = run.text(1);
  if (is_whole(bytes, run.text(0))) return bytes;
  auto spare = copies == Copies::either ? Dictionary("").expand(run.text(2)) : std::nullopt;
  if (!spare || !is_whole(*spare, run.text(0)))
    give_up(number, "已损坏：内容与散列不符", "is damaged: its bytes do not hash to what is stored");
  return std::move(*spare);
}

std::string Dictionaries::spare_of(std::string_view bytes) {
  return std::string(Press("").squeeze(bytes).value_or(std::string_view()));
}

std::shared_ptr<Dictionary const> Dictionaries::find(Connection& connection, std::int64_t number) {
  {
    std::lock_guard const lock(mutex_);
    if (auto const at = known_.find(number); at != known_.end()) return at->second;
  }
  auto const read = std::make_shared<Dictionary const>(bytes_of(connection, number, copies_));
  std::lock_guard const lock(mutex_);
  return known_.emplace(number, read).first->second;
}

std::string Dictionaries::expand(Connection& connection, std::int64_t number, std::string_view squeezed) {
  auto text = find(connection, number)->expand(squeezed);
  if (!text)
    give_up(number, "无法展开所存的内容：内容已损坏", "does not expand what is stored: the stored bytes are damaged");
  return std::move(*text);
}

}  // namespace redress::storage
