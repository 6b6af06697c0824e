#include "storage/sqlite/case_memory.hpp"

namespace redress::storage {
namespace {

constexpr std::size_t settings_max = 1024;
constexpr std::size_t setting_bytes_max = 4096;  // longer ones are texts of rulebooks, which nobody asks for twice

}  // namespace

std::optional<std::string> const* CaseMemory::setting(std::string_view name) const {
  auto const at = settings_.find(std::string(name));
  return at == settings_.end() ? nullptr : &at->second;
}

void CaseMemory::put_setting(std::string_view name, std::optional<std::string> value) {
  if (settings_.size() >= settings_max) settings_.clear();
  if (value && value->size() > setting_bytes_max)
    settings_.erase(std::string(name));
  else
    settings_.insert_or_assign(std::string(name), std::move(value));
}

void CaseMemory::changes(std::string const& case_id, OrderKey order) {
  changed_.emplace_back(case_id, std::move(order));
}

void CaseMemory::forget_since(std::size_t mark) {
  for (auto i = mark; i < changed_.size(); ++i) {
    cases_.erase(changed_[i].first);
    orders_.erase(changed_[i].second);
  }
  changed_.resize(std::min(mark, changed_.size()));
  settings_.clear();
}

void CaseMemory::forget_all() {
  cases_.clear();
  orders_.clear();
  settings_.clear();
}

}  // namespace redress::storage
