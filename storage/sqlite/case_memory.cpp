#include "storage/sqlite/case_memory.hpp"

#include <utility>

namespace redress::storage {
namespace {

constexpr std::size_t settings_max = 1024;
constexpr std::size_t setting_bytes_max = 4096;  // longer ones are texts of rulebooks, which nobody asks for twice

OrderKey order_of(Case const& case_) { return {case_.shop, case_.platform, case_.order_id}; }

}  // namespace

KnownCase* CaseMemory::find(std::string_view case_id) {
  std::scoped_lock const lock{mutex_};
  return cases_.find(std::string(case_id));
}

KnownCase& CaseMemory::of(std::string_view case_id) {
  std::scoped_lock const lock{mutex_};
  std::string key(case_id);
  auto& known = cases_.of(key);
  if (!known.open) {
    known.group = group_;
    filled_.cases.push_back(std::move(key));
  }
  return known;
}

KnownOrder* CaseMemory::find(OrderKey const& key) {
  std::scoped_lock const lock{mutex_};
  return orders_.find(key);
}

KnownOrder& CaseMemory::put(OrderKey const& key, KnownOrder order) {
  std::scoped_lock const lock{mutex_};
  order.stamp = ++stamps_;
  order.group = group_;
  filled_.orders.push_back(key);
  return orders_.of(key) = std::move(order);
}

std::optional<std::string> const* CaseMemory::setting(std::string_view name) const {
  auto const at = settings_.find(std::string(name));
  return at == settings_.end() ? nullptr : &at->second;
}

void CaseMemory::put_setting(std::string_view name, std::optional<std::string> value) {
  std::scoped_lock const lock{mutex_};
  settings_stamp_ = ++stamps_;
  settings_group_ = group_;
  if (settings_.size() >= settings_max) settings_.clear();
  if (value && value->size() > setting_bytes_max)
    settings_.erase(std::string(name));
  else
    settings_.insert_or_assign(std::string(name), std::move(value));
}

void CaseMemory::changes(std::string const& case_id, OrderKey const& order) {
  std::scoped_lock const lock{mutex_};
  auto& known = cases_.of(case_id);
  known.open = false;
  known.stamp = ++stamps_;
  known.group = group_;
  filled_.cases.push_back(case_id);
  if (auto* known_order = orders_.find(order)) {
    known_order->open = false;
    known_order->stamp = ++stamps_;
    known_order->group = group_;
    filled_.orders.push_back(order);
  }
}

void CaseMemory::forget_all() {
  std::scoped_lock const lock{mutex_};
  cases_.clear();
  orders_.clear();
  settings_.clear();
  settings_stamp_ = ++stamps_;
}

void CaseMemory::committed() {
  std::scoped_lock const lock{mutex_};
  waiting_ = std::exchange(filled_, {});
  ++group_;
}

// What the next group has changed already is left to its own turn.
void CaseMemory::durable() {
  std::scoped_lock const lock{mutex_};
  for (auto const& id : waiting_.cases)
    if (auto* known = cases_.look(id); known && known->group < group_) known->open = known->whole();
  for (auto const& key : waiting_.orders)
    if (auto* known = orders_.look(key); known && known->group < group_) known->open = true;
  waiting_ = {};
  durable_group_ = group_ - 1;
}

std::uint64_t CaseMemory::settings_stamp() const {
  std::scoped_lock const lock{mutex_};
  return settings_stamp_;
}

bool CaseMemory::stands(CaseSnapshot::Stamp const& seen, std::string_view case_id) {
  std::scoped_lock const lock{mutex_};
  auto const* known = cases_.look(std::string(case_id));
  if (!known || !known->case_) return false;
  auto const* order = orders_.look(order_of(*known->case_));
  return order && seen == CaseSnapshot::Stamp{known->stamp, order->stamp, settings_stamp_};
}

std::optional<CaseSnapshot> CaseMemory::look(std::string_view case_id) {
  std::vector<Case> cases;
  CaseSnapshot seen;
  {
    std::scoped_lock const lock{mutex_};
    auto const* known = cases_.look(std::string(case_id));
    if (!known || !known->open) return std::nullopt;
    auto const* order = orders_.look(order_of(*known->case_));
    if (!order || !order->open) return std::nullopt;
    for (auto const& id : order->case_ids) {
      auto const* other = cases_.look(id);
      if (!other || !other->open) return std::nullopt;
      cases.push_back(*other->case_);
    }
    seen = {*known->case_,
            *known->evidence,
            *known->personal,
            {order->order},
            {known->stamp, order->stamp, settings_stamp_}};
  }
  seen.account = account_of(std::move(seen.account.order), seen.case_, cases);
  return seen;
}

std::string CaseMemory::shop_of(std::string_view case_id) {
  std::scoped_lock const lock{mutex_};
  auto const* known = cases_.look(std::string(case_id));
  return known && known->open ? known->case_->shop : std::string();
}

std::optional<std::optional<std::string>> CaseMemory::look_at_setting(std::string_view name) {
  std::scoped_lock const lock{mutex_};
  auto const at = settings_.find(std::string(name));
  if (at == settings_.end() || settings_group_ > durable_group_) return std::nullopt;
  return at->second;
}

}  // namespace redress::storage
