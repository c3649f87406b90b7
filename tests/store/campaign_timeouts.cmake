# Read by ctest behind the tests of this folder: at their large numbers (./dev campaign) some take
# longer than the 300 s that every test has.
if("$ENV{DOSSIER_CAMPAIGN}" STREQUAL "1")
  set_tests_properties(
    Rotation.OfRealRecordsThatAreReadMeanwhileIsFastAndLosesNothing
    BackupTest.RestoresRandomMomentsOfAnArchiveThatGrows
    JournalTest.GivesTheArchiveOfRandomMomentsByteForByte
    PROPERTIES TIMEOUT 7200)
endif()
