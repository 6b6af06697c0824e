// What may be asked before a second factor is set up that the role must have.
#include "api/server/enrolment.hpp"

#include <boost/json.hpp>

#include <gtest/gtest.h>

namespace redress::api {
namespace {

using boost::json::array;
using boost::json::object;

constexpr std::size_t batch_calls = 200;

std::string batch_of(std::size_t calls, std::string_view method) {
  array all;
  for (std::size_t i = 0; i < calls; ++i) all.push_back(object{{"jsonrpc", "2.0"}, {"method", method}, {"id", i}});
  return boost::json::serialize(all);
}

std::int64_t code_of(std::optional<std::string> const& answer) {
  return answer ? boost::json::parse(*answer).at("error").at("code").as_int64() : 0;
}

TEST(Enrolment, a_batch_is_looked_at_however_many_calls_it_may_have) {
  for (std::size_t const calls : {1U, 100U, 101U, 200U}) {
    EXPECT_EQ(code_of(refusal_before_enrolment(batch_of(calls, "case.list"), batch_calls)), -32002) << calls;
    EXPECT_EQ(refusal_before_enrolment(batch_of(calls, "second_factor.begin"), batch_calls), std::nullopt) << calls;
  }
}

TEST(Enrolment, what_cannot_be_read_goes_no_further) {
  EXPECT_EQ(code_of(refusal_before_enrolment(batch_of(201, "case.list"), batch_calls)), -32004);
  EXPECT_EQ(code_of(refusal_before_enrolment(batch_of(201, "second_factor.begin"), batch_calls)), -32004);
  EXPECT_EQ(code_of(refusal_before_enrolment("{", batch_calls)), -32700);
  EXPECT_EQ(code_of(refusal_before_enrolment("[]", batch_calls)), -32600);
}

}  // namespace
}  // namespace redress::api
