Attribute VB_Name = "EntityCheckRibbon"
Option Explicit

' What the buttons call. A command is carried out in Python, by the name of its
' button; only what VBA holds itself, answers and connection, is dealt with here.

Private Const TITLE As String = "Entity Check"

Private ribbon As Object

Public Sub OnRibbonLoad(loaded As IRibbonUI)
    Set ribbon = loaded
End Sub

Public Sub RunCommand(control As IRibbonControl)
    If IsReady() Then Carry control.ID
End Sub

' Forgets all answers, has the lists opened anew, and lets Excel calculate everything.
Public Sub RunRecheck(control As IRibbonControl)
    Dim reply As Variant

    ForgetAnswers
    EndRest
    If CallPython("entity_recheck", Array("button"), reply) Then
        If IsArray(reply) Then RememberStatus CStr(reply(LBound(reply, 1), LBound(reply, 2)))
        Application.CalculateFull
    Else
        MsgBox "The lists were not opened anew: " & LastProblem() & vbNewLine & vbNewLine & _
            "Click Diagnose to see what to do.", vbExclamation, TITLE
    End If
    ShowStatus
End Sub

' Diagnoses from Python; if Python cannot be reached, from here.
Public Sub RunDiagnose(control As IRibbonControl)
    Dim reply As Variant

    EndRest
    If CallPython("entity_recheck", Array("button"), reply) And Not ActiveWorkbook Is Nothing Then
        Carry control.ID
    ElseIf Len(LastProblem()) > 0 Then
        MsgBox "Python does not answer: " & LastProblem() & vbNewLine & vbNewLine & _
            "Run ""entity-check addin doctor"" in a terminal: it says what is wrong and what to do.", vbExclamation, TITLE
    Else
        MsgBox "Python answers. Open a workbook to see the rest.", vbInformation, TITLE
    End If
    ShowStatus
End Sub

' The label of the lists.
Public Sub GetListStatus(control As IRibbonControl, ByRef returnedVal As Variant)
    returnedVal = ListStatus()
End Sub

Private Function IsReady() As Boolean
    Dim foreign As String

    If ActiveWorkbook Is Nothing Then
        MsgBox "There is no workbook to work on. Open one and try again.", vbInformation, TITLE
        Exit Function
    End If
    foreign = ForeignSettings()
    If Len(foreign) > 0 Then
        MsgBox foreign, vbExclamation, TITLE
        Exit Function
    End If
    IsReady = True
End Function

Private Sub Carry(ByVal command As String)
    RunPython "from addin import ribbon; ribbon.run('" & command & "')"
    ShowStatus
End Sub

Private Sub ShowStatus()
    On Error Resume Next ' the ribbon is not there yet
    ribbon.InvalidateControl "list_status"
End Sub
