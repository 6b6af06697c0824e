#include "api/audit/verify_call.hpp"

#include <fstream>

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
                         std::optional<ledger::VerifierKey> key, DeskCall const& call) {
  auto report = to_json(verify_store(store, {.data_dir = data_dir, .key = std::move(key)}));
  return result_text(call.actor.shop.empty() ? std::move(report) : for_one_shop(std::move(report)));
}

std::optional<ledger::VerifierKey> verifier_in(std::filesystem::path const& data_dir) {
  std::ifstream file{data_dir / "ledger.key"};
  std::string line;
  std::getline(file, line);
  auto const space = line.find(' ');
  if (space == std::string::npos) return std::nullopt;
  auto const seed = ledger::from_hex(std::string_view(line).substr(space + 1));
  if (!seed) return std::nullopt;
  auto const key = ledger::SigningKey::from_seed(line.substr(0, space), *seed);
  if (!key) return std::nullopt;
  return key->verifier();
}

}  // namespace redress::api
