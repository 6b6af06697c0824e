// The yardstick: one refund case, opened and taken through six transitions, each with a piece of evidence of about 300
// bytes (docs/performance.md).
//
// A story is one case at a time; when it has ended or gone wrong, the next begins. Not thread-safe.
#pragma once

#include <boost/json.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace redress::bench {

class RefundStory {
 public:
  /// `run` keeps the ids of one run apart from another's, `lane` those of one story from the next.
  RefundStory(std::string shop, std::string run, std::int64_t lane);

  bool at_opening() const { return step_ == 0; }
  bool at_last_step() const;
  std::string const& case_id() const { return case_id_; }

  /// The next call's method, and its params.
  std::string_view method() const;
  boost::json::object params() const;

  /// It was carried out; `case_id` is read at the opening only.
  void went_on(std::string_view case_id);
  /// It was not: the case is left as it is, and the next call opens another.
  void give_up();

 private:
  boost::json::object opening() const;
  boost::json::object transition() const;

  std::string shop_;
  std::string run_;
  std::int64_t lane_;
  std::int64_t case_number_ = 0;
  std::size_t step_ = 0;
  std::string case_id_ = {};
};

}  // namespace redress::bench
