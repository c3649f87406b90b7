# cmake -DPROGRAM=... -DPREFIX=... -DOUTPUT=... -P discover_suites.cmake: writes what tells CTest of the suites
# of a GoogleTest program. One process a suite, not one a case: two thousand of them take half a minute to
# start.
execute_process(
  COMMAND ${PROGRAM} --gtest_list_tests
  OUTPUT_VARIABLE listed COMMAND_ERROR_IS_FATAL ANY TIMEOUT 60)
string(REGEX MATCHALL "[^\n]+" lines "${listed}")
# Read by ctest, which is when the large numbers (./dev campaign) are asked for.
set(tests [[
set(seconds 300)
if("$ENV{DOSSIER_CAMPAIGN}" STREQUAL "1")
  set(seconds 7200)
endif()
]])
foreach(line IN LISTS lines)
  if(line MATCHES "^([^ ]+)\\.( |$)") # cases are indented, and a type may follow a suite's name
    set(suite ${CMAKE_MATCH_1})
    set(test ${PREFIX}.${suite})
    string(APPEND tests "add_test([[${test}]] [[${PROGRAM}]] [[--gtest_filter=${suite}.*]])\n"
           "set_tests_properties([[${test}]] PROPERTIES LABELS unit TIMEOUT \${seconds})\n")
  endif()
endforeach()
file(WRITE ${OUTPUT} "${tests}")
