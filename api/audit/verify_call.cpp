#include "api/audit/verify_call.hpp"

#include "storage/common/file.hpp"

#include <sstream>

namespace redress::api {
namespace {

boost::json::object for_one_shop(boost::json::object report) {
  boost::json::object told{{"ok", report.at("ok")}, {"entries", report.at("entries")}};
  auto const* first = report.if_contains("first_bad");
  if (!first) return told;
  auto const& finding = first->as_object();
  boost::json::object shown;
  for (auto const* name : {"what", "seq", "entry_id", "table"})
    if (auto const* member = finding.if_contains(name)) shown.emplace(name, *member);
  shown.emplace("says",
                to_json(Says{"总账或数据表与记录不符，请由全店范围的审计员查看详情",
                             "the store is not what its entries say; an auditor of all shops sees the details"}));
  told.emplace("first_bad", std::move(shown));
  return told;
}

}  // namespace

AnswerText answer_verify(storage::SqliteStore& store, std::filesystem::path const& data_dir,
                         std::vector<ledger::VerifierKey> keys, DeskCall const& call,
                         VerifyProgress const& on_progress) {
  auto report =
      to_json(verify_store(store, {.data_dir = data_dir, .keys = std::move(keys), .on_progress = on_progress}));
  return result_text(call.actor.shop.empty() ? std::move(report) : for_one_shop(std::move(report)));
}

std::vector<ledger::VerifierKey> verifiers_in(std::filesystem::path const& data_dir) {
  std::vector<ledger::VerifierKey> keys;
  std::istringstream file{storage::read_whole(data_dir / "ledger.key").value().value_or(std::string())};
  for (std::string line; std::getline(file, line);) {
    std::istringstream words{line};
    std::string name, seed_text;
    words >> name >> seed_text;
    auto const seed = ledger::from_hex(seed_text);
    if (!seed) return {};
    auto const key = ledger::SigningKey::from_seed(name, *seed);
    if (!key) return {};
    keys.push_back(key->verifier());
  }
  return keys;
}

}  // namespace redress::api
