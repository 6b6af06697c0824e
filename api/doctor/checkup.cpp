#include "api/doctor/checkup.hpp"

#include <algorithm>

namespace redress::api {

Health worst_of(Checkup const& checkup) {
  auto worst = Health::well;
  for (auto const& check : checkup) worst = std::max(worst, check.health);
  return worst;
}

std::string_view name_of(Health health) {
  switch (health) {
    case Health::well:
      return "ok";
    case Health::warning:
      return "warning";
    case Health::failed:
      break;
  }
  return "failed";
}

boost::json::object to_json(Checkup const& checkup) {
  boost::json::array checks;
  for (auto const& check : checkup) {
    boost::json::object json{
        {"id", check.id}, {"health", name_of(check.health)}, {"says", redress::to_json(check.says)}};
    if (!check.advice.en.empty()) json.emplace("advice", redress::to_json(check.advice));
    checks.push_back(std::move(json));
  }
  return {{"ok", worst_of(checkup) != Health::failed}, {"checks", std::move(checks)}};
}

}  // namespace redress::api
