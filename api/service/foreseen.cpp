#include "api/service/foreseen.hpp"

#include <algorithm>

namespace redress::api {

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
  SnapshotReader reader(*seen, *foresight_);
  try {
    return std::make_shared<Foreseen>(Foreseen{(this->*prepare)(reader, call), seen->stamp, std::move(library)});
  } catch (SnapshotReader::NotAtHand const&) {
  } catch (CallFault const&) {  // told in its turn, when the request id is known to be new
  } catch (FaultError const&) {
  }
  return nullptr;
}

bool CaseDesk::stands(Foreseen const& foreseen, DeskCall const& call) const {
  return foresight_->stands(foreseen.stamp, text_of(call.params, "case_id")) && books_.now() == foreseen.library;
}

}  // namespace redress::api
