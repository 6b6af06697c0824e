#include "api/service/foreseen.hpp"

#include "engine/cases/written_case.hpp"

#include <algorithm>
#include <cstring>

namespace redress::api {
namespace {

// A clock that was set meanwhile, or a queue that long, could carry a decision past a deadline.
constexpr std::int64_t foreseen_age_max_ms = 1000;

// memmem looks at every few letters alone, where find() stops at each that the id begins with.
std::size_t place_of(std::string_view id, std::string_view text, std::size_t from) {
  auto const* at =
      from < text.size() ? ::memmem(text.data() + from, text.size() - from, id.data(), id.size()) : nullptr;
  return at ? static_cast<std::size_t>(static_cast<char const*>(at) - text.data()) : std::string_view::npos;
}

void put_for(std::string_view id, std::string_view drawn, std::string& text) {
  for (auto at = place_of(id, text, 0); at != std::string::npos; at = place_of(id, text, at + drawn.size()))
    text.replace(at, id.size(), drawn);
}

void put_for(std::string_view id, std::string_view drawn, boost::json::value& value) {
  if (auto* text = value.if_string()) {
    auto const at = place_of(id, *text, 0);
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

std::optional<std::string> at_hand(Foresight& foresight, std::string_view name) {
  auto value = foresight.look_at_setting(name);
  if (!value) throw EmptyHanded::NotAtHand{};
  return std::move(*value);
}

// What the writer would otherwise write in its turn.
void write_beforehand(CaseDesk::Prepared& prepared) {
  auto& record = prepared.record;
  must(redress::write_beforehand(record.entry, record.version_before, record.case_after.last_hash));
  record.case_after.version = record.version_before + 1;
  record.case_written = written_case(record.case_after);
  prepared.written = boost::json::serialize(members_of(prepared, record.case_after));
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

std::optional<OrderAccount> SnapshotReader::order_account(Case const& own) {
  if (own.id != seen_.case_.id || own.version != seen_.case_.version) throw NotAtHand{};
  return seen_.account;
}

std::vector<PersonalText> SnapshotReader::personal_of(std::string_view case_id) {
  if (case_id != seen_.case_.id) throw NotAtHand{};
  return seen_.personal;
}

std::optional<std::string> SnapshotReader::setting(std::string_view name) { return at_hand(foresight_, name); }

std::optional<std::string> NewOrderReader::setting(std::string_view name) { return at_hand(foresight_, name); }

std::shared_ptr<CaseDesk::Foreseen> CaseDesk::foresee(DeskCall const& call, Prepare prepare) {
  if (!foresight_) return nullptr;
  bool const opens = prepare == &CaseDesk::prepare_open;
  auto const seen = opens ? std::nullopt : foresight_->look(text_of(call.params, "case_id"));
  if (!seen && !opens) return nullptr;
  auto const stamp = seen ? seen->stamp : CaseSnapshot::Stamp{.of_settings = foresight_->settings_stamp()};
  auto library = books_.now();
  auto const at = clock_.now();
  auto const decide = [&](auto reader) { return (this->*prepare)(reader, call); };
  try {
    auto prepared = seen ? decide(SnapshotReader(*seen, *foresight_)) : decide(NewOrderReader(*foresight_));
    if (prepared.refusal) return nullptr;  // its reasons may name ids
    write_beforehand(prepared);
    return std::make_shared<Foreseen>(Foreseen{std::move(prepared), stamp, std::move(library), at});
  } catch (EmptyHanded::NotAtHand const&) {
  } catch (CallFault const&) {  // told in its turn, when the request id is known to be new
  } catch (FaultError const&) {
  }
  return nullptr;
}

// Ids sort as entries stand in the ledger, and who walks both side by side counts on it; so what was decided before its
// turn gets its ids in its turn.
void CaseDesk::draw_again(Prepared& prepared) {
  auto& record = prepared.record;
  std::vector<std::pair<std::string, std::string>> drawn;
  if (record.is_new) drawn.emplace_back(record.case_after.id, ids_.next("case"));
  drawn.emplace_back(record.entry_id, ids_.next("entry"));
  for (auto const& item : record.evidence) drawn.emplace_back(item.id, ids_.next("ev"));
  for (auto const& [id, now] : drawn) {
    put_for(id, now, record.entry_id);
    put_for(id, now, record.entry.written);
    put_for(id, now, record.case_after.id);
    put_for(id, now, record.case_written);
    put_for(id, now, prepared.written);
    for (auto& item : record.evidence) {
      put_for(id, now, item.id);
      put_for(id, now, item.case_id);
    }
    for (auto& item : record.outbox) {
      put_for(id, now, item.key);
      put_for(id, now, item.case_id);
      put_for(id, now, item.content);
    }
    for (auto& text : record.personal) {
      put_for(id, now, text.case_id);
      put_for(id, now, text.entry_id);
    }
  }
}

bool CaseDesk::stands(StoreReader& store, Foreseen const& foreseen, DeskCall const& call) const {
  auto const age_ms = clock_.now() - foreseen.at;
  if (age_ms < 0 || age_ms > foreseen_age_max_ms || books_.now() != foreseen.library) return false;
  auto const& record = foreseen.prepared.record;
  if (!record.is_new) return foresight_->stands(foreseen.stamp, text_of(call.params, "case_id"));
  auto const& case_ = record.case_after;
  return foresight_->settings_stamp() == foreseen.stamp.of_settings &&
         !store.find_order(case_.shop, case_.platform, case_.order_id);
}

}  // namespace redress::api
