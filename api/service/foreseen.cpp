#include "api/service/foreseen.hpp"

#include <algorithm>

namespace redress::api {
namespace {

// A clock that was set meanwhile, or a queue that long, could carry a decision past a deadline.
constexpr std::int64_t foreseen_age_max_ms = 1000;

void put_for(std::string_view id, std::string_view drawn, std::string& text) {
  if (auto const at = text.find(id); at != std::string::npos) text.replace(at, id.size(), drawn);
}

void put_for(std::string_view id, std::string_view drawn, boost::json::value& value) {
  if (auto* text = value.if_string()) {
    auto const at = std::string_view(*text).find(id);
    if (at != std::string_view::npos) text->replace(at, id.size(), drawn);
  } else if (auto* array = value.if_array()) {
    for (auto& each : *array) put_for(id, drawn, each);
  } else if (auto* object = value.if_object()) {
    for (auto& member : *object) put_for(id, drawn, member.value());
  }
}

void put_for(std::string_view id, std::string_view drawn, boost::json::object& object) {
  for (auto& member : object) put_for(id, drawn, member.value());
}

}  // namespace

std::optional<Case> SnapshotReader::find_case(std::string_view case_id) {
  if (case_id != seen_.case_.id) throw NotAtHand{};
  return seen_.case_;
}

std::vector<Evidence> SnapshotReader::evidence_of(std::string_view case_id) {
  if (case_id != seen_.case_.id) throw NotAtHand{};
  return seen_.evidence;
}

std::optional<Evidence> SnapshotReader::find_evidence(std::string_view evidence_id) {
  auto const at = std::ranges::find(seen_.evidence, evidence_id, &Evidence::id);
  if (at == seen_.evidence.end()) throw NotAtHand{};  // of another case, or of none
  return *at;
}

std::optional<OrderAccount> SnapshotReader::order_account(std::string_view shop, std::string_view platform,
                                                          std::string_view order_id, std::string_view except_case_id) {
  auto const& case_ = seen_.case_;
  if (except_case_id != case_.id || shop != case_.shop || platform != case_.platform || order_id != case_.order_id)
    throw NotAtHand{};
  return seen_.account;
}

std::vector<PersonalText> SnapshotReader::personal_of(std::string_view case_id) {
  if (case_id != seen_.case_.id) throw NotAtHand{};
  return seen_.personal;
}

std::optional<std::string> SnapshotReader::setting(std::string_view name) {
  auto value = foresight_.look_at_setting(name);
  if (!value) throw NotAtHand{};
  return std::move(*value);
}

std::shared_ptr<CaseDesk::Foreseen> CaseDesk::foresee(DeskCall const& call, Prepare prepare) {
  if (!foresight_) return nullptr;
  auto const seen = foresight_->look(text_of(call.params, "case_id"));
  if (!seen) return nullptr;
  auto library = books_.now();
  auto const at = clock_.now();
  SnapshotReader reader(*seen, *foresight_);
  try {
    auto prepared = (this->*prepare)(reader, call);
    if (prepared.refusal) return nullptr;  // its reasons may name ids
    return std::make_shared<Foreseen>(Foreseen{std::move(prepared), seen->stamp, std::move(library), at});
  } catch (SnapshotReader::NotAtHand const&) {
  } catch (CallFault const&) {  // told in its turn, when the request id is known to be new
  } catch (FaultError const&) {
  }
  return nullptr;
}

// Ids sort as entries stand in the ledger, and who walks both side by side counts on it; so what was decided before its
// turn gets its ids in its turn.
void CaseDesk::draw_again(Prepared& prepared) {
  auto& record = prepared.record;
  std::vector<std::pair<std::string, std::string>> drawn{{record.entry_id, ids_.next("entry")}};
  for (auto const& item : record.evidence) drawn.emplace_back(item.id, ids_.next("ev"));
  for (auto const& [id, now] : drawn) {
    put_for(id, now, record.entry_id);
    put_for(id, now, record.entry.members);
    put_for(id, now, prepared.more);
    for (auto& item : record.evidence) put_for(id, now, item.id);
    for (auto& item : record.outbox) {
      put_for(id, now, item.key);
      put_for(id, now, item.content);
    }
    for (auto& text : record.personal) put_for(id, now, text.entry_id);
  }
}

bool CaseDesk::stands(Foreseen const& foreseen, DeskCall const& call) const {
  auto const age_ms = clock_.now() - foreseen.at;
  return age_ms >= 0 && age_ms <= foreseen_age_max_ms &&
         foresight_->stands(foreseen.stamp, text_of(call.params, "case_id")) && books_.now() == foreseen.library;
}

}  // namespace redress::api
