#include "api/service/recycled.hpp"

#include "engine/cases/persons.hpp"
#include "storage/pictures/picture_mark.hpp"

#include <algorithm>
#include <map>

namespace redress::api {
namespace {

constexpr int looked_at_max = 500;
constexpr std::size_t told_max = 20;

struct Nearness {
  std::string_view how;
  int bits;
};

Nearness nearness_of(std::string_view mark, std::string_view other) {
  auto const straight = storage::mark_distance(mark, other);
  auto const turned = storage::mark_distance(storage::mirrored(mark), other);
  return turned < straight ? Nearness{"mirrored_picture", turned} : Nearness{"same_picture", straight};
}

class Search {
 public:
  Search(StoreReader& store, Case const& of) : store_(store), case_(of) {}

  void take(EvidenceUse const& use, Nearness near) {
    if (use.case_id == case_.id || found_.contains(use.evidence_id) || !may_be_compared(use.case_id)) return;
    auto const other = store_.find_case(use.case_id);
    bool const same_order =
        other && other->order_id == case_.order_id && other->platform == case_.platform && other->shop == case_.shop;
    found_.emplace(use.evidence_id,
                   RecycledUse{use.case_id, use.evidence_id, std::string(near.how), near.bits, same_order});
  }

  std::vector<RecycledUse> finish() {
    std::vector<RecycledUse> uses;
    for (auto& [id, use] : found_) uses.push_back(std::move(use));
    std::ranges::stable_sort(uses, {}, &RecycledUse::distance_bits);
    if (uses.size() > told_max) uses.resize(told_max);
    return uses;
  }

  // Of somebody who is restricted or forgotten nothing is said, not even that their picture looks like another.
  bool may_be_compared(std::string const& case_id) {
    auto* persons = persons_of(store_);
    auto const person = persons ? persons->person_of_case(case_id) : std::nullopt;
    return !person || person->state == PersonState::active;
  }

 private:
  StoreReader& store_;
  Case const& case_;
  std::map<std::string, RecycledUse> found_;
};

}  // namespace

std::vector<RecycledUse> find_recycled(StoreReader& store, Case const& case_, Evidence const& item) {
  if (!item.commitment.empty()) return {};  // a text
  Search search(store, case_);
  if (!search.may_be_compared(case_.id)) return {};
  for (auto const& use : store.uses_of(item.sha256, case_.shop, looked_at_max)) search.take(use, {"same_bytes", 0});
  auto const picture = store.find_picture(item.sha256);
  if (!picture || picture->mark.empty()) return search.finish();
  for (auto const& mark : {picture->mark, storage::mirrored(picture->mark)})
    for (auto const& use : store.pictures_near(mark, case_.shop, looked_at_max))
      if (auto const near = nearness_of(picture->mark, use.mark); near.bits <= storage::same_picture_bits_max)
        search.take(use, near);
  return search.finish();
}

boost::json::array to_json(std::vector<RecycledUse> const& uses) {
  boost::json::array json;
  for (auto const& use : uses)
    json.push_back(boost::json::object{{"case_id", use.case_id},
                                       {"evidence_id", use.evidence_id},
                                       {"how", use.how},
                                       {"distance_bits", use.distance_bits},
                                       {"same_order", use.same_order}});
  return json;
}

}  // namespace redress::api
