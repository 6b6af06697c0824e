#include "api/service/login_throttle.hpp"

#include <algorithm>

namespace redress::api {

std::int64_t LoginThrottle::rest_ms(Known& known, std::string const& key, int free_tries, std::int64_t most_ms) {
  auto const at = known.find(key);
  if (at == known.end()) return 0;
  at->second.last = std::min(at->second.last, clock_.now());  // a clock set back makes no wait longer
  auto const since_ms = clock_.now() - at->second.last;
  if (since_ms > limits_.forgotten_after_ms) {
    known.erase(at);
    return 0;
  }
  auto const over = at->second.failed - free_tries;
  if (over < 0) return 0;
  constexpr int doublings = 20;  // far past any longest wait
  auto const wait_ms = std::min(second_ms << std::min(over, doublings), most_ms);
  return std::max<std::int64_t>(wait_ms - since_ms, 0);
}

void LoginThrottle::count(Known& known, std::string const& key) {
  if (known.size() >= limits_.remembered && !known.contains(key))
    known.erase(std::ranges::min_element(known, {}, [](auto const& each) { return each.second.last; }));
  auto& tries = known[key];
  ++tries.failed;
  tries.last = clock_.now();
}

void LoginThrottle::discount(Known& known, std::string const& key) {
  if (auto const at = known.find(key); at != known.end() && --at->second.failed <= 0) known.erase(at);
}

std::optional<std::int64_t> LoginThrottle::wait_ms(std::string const& account, std::string const& address) {
  std::scoped_lock const lock{mutex_};
  std::int64_t wait = 0;
  if (!account.empty()) wait = rest_ms(accounts_, account, limits_.account_free_tries, limits_.account_wait_ms);
  if (!address.empty())
    wait = std::max(wait, rest_ms(addresses_, address, limits_.address_free_tries, limits_.address_wait_ms));
  if (wait > 0) return wait;
  if (!account.empty()) count(accounts_, account);
  if (!address.empty()) count(addresses_, address);
  return std::nullopt;
}

void LoginThrottle::succeeded(std::string const& account, std::string const& address) {
  std::scoped_lock const lock{mutex_};
  accounts_.erase(account);
  discount(addresses_, address);
}

void LoginThrottle::take_back(std::string const& account, std::string const& address) {
  std::scoped_lock const lock{mutex_};
  discount(accounts_, account);
  discount(addresses_, address);
}

}  // namespace redress::api
