// Counts of what the server did, as Prometheus reads them. No case, buyer or token is ever a label.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace redress::api {

class Metrics {
 public:
  Metrics();
  ~Metrics();
  void called(std::string_view method, std::string_view outcome, std::int64_t took_us);  // any thread
  void revealed_over_limit();                                                            // any thread
  void sent(std::string_view result);  // one attempt of a webhook's delivery; any thread
  std::string text() const;

 private:
  struct Families;
  std::unique_ptr<Families> families_;
};

}  // namespace redress::api
